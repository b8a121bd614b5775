import { NotFoundError } from '../core/errors.ts'
import type { HttpClient } from '../core/http-client.ts'
import type { WebinarAccount } from '../model/provider.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { On24Patched } from './schemas.ts'
import { eventPath } from './webinar-id.ts'

/**
 * Changes of one field of a registrant (apidoc.on24.com, Update an event registrant). Only the fields that are sent change,
 * and the answer shows the registrant, so that a change of nothing tells who is blocked: ON24's lists of registrants do not.
 */
export function createPatching(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
): Required<Pick<WebinarAccount, 'blocking' | 'carry'>> {
  async function patch(webinarId: string, form: Record<string, string>) {
    await paced('PATCH registrant')
    // Required registration fields have nothing to say about somebody who leaves.
    const sent = { query: { honorrequired: 'N' }, form }
    return api.read(On24Patched, 'PATCH', `${eventPath(webinarId)}/registrant`, sent).catch(ifNobodyThere)
  }

  return {
    async carry(webinarId, email, registrationId) {
      await patch(webinarId, { email: email.trim(), exteventusercd: registrationId })
    },
    blocking: {
      async isBlocked(webinarId, email) {
        const person = await patch(webinarId, { email })
        return person && person.isblocked === true
      },
      async setBlocked(webinarId, email, blocked) {
        await patch(webinarId, { email, isBlocked: blocked ? 'Y' : 'N' })
      },
    },
  }
}

function ifNobodyThere(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error
}

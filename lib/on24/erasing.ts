import { NotFoundError } from '../core/errors.ts'
import type { HttpClient } from '../core/http-client.ts'
import type { WebinarAccount } from '../model/provider.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { On24Forgotten } from './schemas.ts'

/** Erasing people at ON24, for good. */
export function createErasing(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
): Required<Pick<WebinarAccount, 'erase'>> {
  return {
    // https://apidoc.on24.com: Forget registrants, in all events of the client; 404 if nobody has the address. One by one,
    // because it is not said whether a list is refused for one of its addresses.
    async erase(emails) {
      let erased = 0
      for (const email of emails) {
        await paced('POST forget')
        const answer = await api.read(On24Forgotten, 'POST', 'forget', { form: { email } }).catch(ifNobody)
        erased += answer?.deletedregistrants.eventuserids.length ?? 0
      }
      return erased
    },
  }
}

function ifNobody(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error
}

import { createCache } from '../core/cache.ts'
import { RefusedError } from '../core/errors.ts'
import type { HttpClient } from '../core/http-client.ts'
import type { RegistrationForm } from '../model/mapping.ts'
import { ifHidden } from './account-lists.ts'
import { missingFields } from './missing-fields.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { fieldNameOf, isSentAnyway } from './registrant-fields.ts'
import { On24RegistrationFields } from './schemas.ts'
import { eventPath } from './webinar-id.ts'

/** A form that was changed is known to be so after this, in milliseconds; until then many refusals cost one call. */
const heldFor = 60_000

/** The registration forms of an account’s webinars. */
export function createRegistrationForms(api: HttpClient, paced: (call: RateLimitedCall) => Promise<void>) {
  const fields = createCache(heldFor, async (webinarId) => {
    await paced('GET regfield')
    return api.read(On24RegistrationFields, 'GET', `${eventPath(webinarId)}/regfield`)
  })

  return {
    async registrationForm(webinarId: string): Promise<RegistrationForm | undefined> {
      fields.evict(webinarId)
      const read = await fields.get(webinarId).catch(ifHidden)
      return read?.registrationfields
        .map(({ fieldid, fieldcaption, required, options }) => ({
          field: fieldNameOf(fieldid),
          caption: fieldcaption || fieldid,
          required: required === 'Y',
          ...(options.length && { options }),
        }))
        .filter(({ field }) => !isSentAnyway(field))
    },

    /** ON24's own sentence about a missing field need not name it; its list of required fields does, if it can be had now. */
    async explained(webinarId: string, form: Record<string, string>, refusal: RefusedError): Promise<RefusedError> {
      const required = await fields.get(webinarId).catch(() => undefined)
      const missing = required ? missingFields(required, form) : []
      if (!missing.length) return refusal
      const told = { code: 'registration_fields_missing', provider: 'ON24', fields: missing.join(', ') } as const
      return new RefusedError(told, { cause: refusal })
    },
  }
}

import type { HttpClient } from '../core/http-client.ts'
import type { RegistrationForm } from '../model/mapping.ts'
import type { WebinarAccount } from '../model/provider.ts'
import { ifHidden } from './account-lists.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { fieldNameOf, isSentAnyway } from './registrant-fields.ts'
import { On24RegistrationFields } from './schemas.ts'
import { eventPath } from './webinar-id.ts'

/** The registration forms of an account’s webinars (apidoc.on24.com: Get Registration Fields). */
export function createRegistrationForms(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
): Pick<WebinarAccount, 'registrationForm'> {
  return {
    async registrationForm(webinarId): Promise<RegistrationForm | undefined> {
      await paced('GET regfield')
      const read = await api.read(On24RegistrationFields, 'GET', `${eventPath(webinarId)}/regfield`).catch(ifHidden)
      return read?.registrationfields
        .map(({ fieldid, fieldcaption, required, options }) => ({
          field: fieldNameOf(fieldid),
          caption: fieldcaption || fieldid,
          required: required === 'Y',
          ...(options.length && { options }),
        }))
        .filter(({ field }) => !isSentAnyway(field))
    },
  }
}

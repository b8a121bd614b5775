import { isSameEmail } from '../core/email.ts'
import { NotFoundError, RefusedError, TooLateError } from '../core/errors.ts'
import { type HttpClient, unreadable } from '../core/http-client.ts'
import type { WebinarAccount } from '../model/provider.ts'
import type { ProviderRegistrant } from '../model/webinar.ts'
import { documented } from './errors.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { toRegistrantForm } from './registrant-form.ts'
import { On24Registered, On24Updated } from './schemas.ts'
import { eventPath } from './webinar-id.ts'

const provider = 'ON24'

/** Registering, cancelling and renaming people at ON24. @param registrants its list, or what it says of one address */
export function createRegistering(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
  registrants: (webinarId: string, filter: { email: string }) => AsyncIterable<ProviderRegistrant | undefined>,
): Pick<WebinarAccount, 'register' | 'cancel' | 'rename'> {
  const path = (webinarId: string) => `${eventPath(webinarId)}/registrant`

  /**
   * Cancels (Y) or restores (N). The answer to it was never seen: where ON24 does not echo the registrant, as it does of
   * everybody else whom it registers, its list tells whether it is done. The list may lag, so that this takes some tries.
   * The turn for it was acquired before.
   */
  async function setDeleted(webinarId: string, isDeleted: 'Y' | 'N', form: Record<string, string>, query = {}) {
    const more = { query, form: { ...form, isDeleted } }
    const answer = await api.send('POST', path(webinarId), more)
    const echo = await documented(On24Registered, answer)
    if (echo) return echo
    const { email = '' } = form
    for await (const listed of registrants(webinarId, { email })) {
      const isDone = (listed?.state === 'gone') === (isDeleted === 'Y')
      if (listed && isSameEmail(listed.email, email) && isDone) return undefined
    }
    throw unreadable(provider, 'POST registrant without a registrant')
  }

  return {
    // https://apidoc.on24.com: Register a user; an address that is there already is updated in place.
    // Only isDeleted=N brings back who was cancelled; sent for a person who is not there, it is refused.
    async register(webinarId, registrant, before) {
      let isNew = before === 'none'
      const form = () => toRegistrantForm(registrant, { isNew })
      const send = async () => {
        // The turn that was acquired is spent.
        if (before === 'cancelled' || before === 'unknown') await paced('POST registrant')
        return api.read(On24Registered, 'POST', path(webinarId), { form: form() })
      }
      const ifNotRestored = (error: unknown) => {
        // Too late to restore: who may never have been cancelled is updated then.
        if (before === 'unknown' && error instanceof TooLateError) return undefined
        ifNobodyThere(error)
        isNew = true
      }
      try {
        const restore = before === 'cancelled' || before === 'unknown'
        const restored = restore ? await setDeleted(webinarId, 'N', form()).catch(ifNotRestored) : undefined
        const { eventuserid } = restored ?? (await send())
        return { providerId: eventuserid }
      } catch (error) {
        if (error instanceof NotFoundError) {
          throw new RefusedError({ code: 'registration_webinar_unknown', provider: provider }, { cause: error })
        }
        if (error instanceof TooLateError)
          throw new TooLateError({ code: 'too_late_to_register', provider: provider }, { cause: error })
        throw error
      }
    },

    // The same call with isDeleted=Y is ON24's way to cancel; 412 means that nobody is registered under the address.
    async cancel(webinarId, { email }) {
      try {
        // Required registration fields have nothing to say about somebody who leaves.
        await setDeleted(webinarId, 'Y', { email }, { honorrequired: 'N' })
        return true
      } catch (error) {
        if (error instanceof TooLateError)
          throw new TooLateError({ code: 'too_late_to_cancel', provider: provider }, { cause: error })
        ifNobodyThere(error)
        return false
      }
    },

    // https://apidoc.on24.com: Update a registrant across events; 400 if the new address exists in one of them.
    async rename(email, newEmail) {
      try {
        await paced('PATCH registrant by email')
        await api.read(On24Updated, 'PATCH', `registrant/${encodeURIComponent(email)}`, { form: { email: newEmail } })
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error
      }
    },
  }
}

const absent = /not (yet )?(registered|found)|not exist|no registrant/i

/** Passes over ON24's answer that nobody is registered under the address. */
function ifNobodyThere(error: unknown): undefined {
  if (error instanceof NotFoundError) return undefined
  // ON24 has no code for it, so its own words have to do.
  const told = error instanceof RefusedError ? error.userMessage : undefined
  if (told?.code === 'provider_refused' && absent.test(told.said)) return undefined
  throw error
}

import type { Registration } from '../webinar/crm.ts'
import type { ProviderRegistrant, Registrant } from '../webinar/webinar.ts'
import { registrationAction } from './registration-action.ts'
import { cancelledFingerprint, fingerprintOf, refusedFingerprint } from './seat.ts'

/** What the app's memory says of a seat. */
type Told = { state: 'registered' | 'cancelled'; fingerprint: string }

/** What it takes to make the provider agree with the registrations of one address for one webinar. */
export type Difference = 'register' | 'update' | 'restore' | 'cancel' | 'rowOnly' | 'unchanged' | 'refused'

/**
 * Compares what CRM asks for with what the provider was told and, where its list was read, with what it shows.
 * @param refusal why the provider would never take the address, if so
 * @param listed how the provider lists the address; `undefined`: its list was not read; `null`: not at all
 */
export function differenceOf(
  registrations: readonly [Registration, ...Registration[]],
  told: Told | undefined,
  refusal: (person: Pick<Registrant, 'email'>) => string | undefined,
  listed: ProviderRegistrant | null | undefined,
): Difference {
  const action = registrationAction(registrations)
  const agreed = registrations.every(({ outcome }) => outcome.synced) ? 'unchanged' : 'rowOnly'
  if (action.do === 'cancel') {
    const there = listed === undefined ? told?.fingerprint !== cancelledFingerprint : listed?.active === true
    return there ? 'cancel' : agreed
  }
  const fingerprint = fingerprintOf(action.registrant)
  if (refusal(action.registrant) || told?.fingerprint === refusedFingerprint(fingerprint)) return 'refused'
  if (listed?.active === false || told?.state === 'cancelled') return 'restore'
  // Registered by somebody else and listed: taking them over is for a backfill, which reads no list.
  if (listed && !told && agreed === 'unchanged') return agreed
  if (listed === null || !told?.fingerprint) return listed ? 'update' : 'register'
  return told.fingerprint === fingerprint ? agreed : 'update'
}

import type { Registration } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { ProviderRegistrant } from '../../model/webinar.ts'
import { desiredState, oldestActive } from './desired-state.ts'
import { cancelledHash, refusedHash, registrantHash } from './registrant-key.ts'
import { cancelledAt, isRetrying, isUnchanged, registeredAt } from './sync-status.ts'

/** What the app's memory says of a seat. */
type Told = { state: 'registered' | 'cancelled'; fingerprint: string; providerId: string }

/** What it takes to make the provider agree with the registrations of one address for one webinar. */
export type Drift = 'register' | 'update' | 'restore' | 'cancel' | 'rowOnly' | 'unchanged' | 'refused'

/**
 * Compares what CRM asks for with what the provider was told and, where its list was read, with what it shows.
 * @param account its name for people, and why it would never take an address
 * @param listed how the provider lists the address; `undefined`: its list was not read; `null`: not at all
 */
export function driftOf(
  registrations: readonly [Registration, ...Registration[]],
  told: Told | undefined,
  { title, validateRegistrant }: Pick<WebinarAccount, 'title' | 'validateRegistrant'>,
  listed: ProviderRegistrant | null | undefined,
): Drift {
  const action = desiredState(registrations)
  const right = action.do === 'cancel' ? cancelledAt(title) : registeredAt(title, told?.providerId ?? '')
  // What others wrote, of whom nothing is known here, may say it in their own words.
  const says = ({ outcome }: Registration) => (told ? isUnchanged(outcome, right) : outcome.synced)
  const agreed = registrations.every(says) ? 'unchanged' : 'rowOnly'
  if (action.do === 'cancel') {
    const there = listed === undefined ? told?.fingerprint !== cancelledHash : listed?.active === true
    return there ? 'cancel' : agreed
  }
  const fingerprint = registrantHash(action.registrant)
  if (validateRegistrant(action.registrant) || told?.fingerprint === refusedHash(fingerprint)) return 'refused'
  if (listed?.active === false || told?.state === 'cancelled') return 'restore'
  // Registered by somebody else and listed: taking them over is for a backfill, which reads no list.
  if (listed && !told && agreed === 'unchanged') return agreed
  if (listed === null || !told?.fingerprint) return listed ? 'update' : 'register'
  return told.fingerprint === fingerprint ? agreed : 'update'
}

/** A provider's list of registrants: by address hash, and who is active there by the registration they carry. */
export type ObservedRegistrants = {
  byAddress: Map<string, ProviderRegistrant>
  byRegistration: Map<string, ProviderRegistrant>
}

/** The provider's list may lag by a quarter of an hour; what was told lately is not compared with it. */
const listLag = 20 * 60 * 1000
/** Who has yet to confirm their address is not listed either: they are told of again once a day, not every hour. */
const day = 24 * 60 * 60 * 1000

/**
 * How the provider lists a person, as `differenceOf` takes it.
 * @param age how long ago the provider was told of them, in milliseconds; undefined: it was not
 */
export function observedState(
  address: string,
  registrations: readonly Registration[],
  age: number | undefined,
  { byAddress, byRegistration }: ObservedRegistrants,
): ProviderRegistrant | null | undefined {
  if (age !== undefined && age < listLag) return undefined
  const listed = byAddress.get(address)
  const holder = oldestActive(registrations)
  if (listed || !holder || age === undefined) return listed ?? null
  // Renamed there, they are still registered; to register the address that CRM knows would double them.
  return byRegistration.get(holder.id) ?? (age < day ? undefined : null)
}

/** Whether a message about these people is on its way, so that another would only be one more to fail. */
export function hasPendingMessage(registrations: readonly Registration[], age: number | undefined): boolean {
  // Each try tells of them: where that is long ago, the message was lost.
  return registrations.some(({ outcome }) => isRetrying(outcome)) && (age === undefined || age < day)
}

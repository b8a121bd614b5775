import { day } from '../../core/time.ts'
import type { Registration } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { isThere, type ProviderRegistrant, type Registrant } from '../../model/webinar.ts'
import { type AppliedState, isErased, isUpToDate, mayBeRegistered } from './applied-state.ts'
import { desiredRegistrant, oldestActive } from './desired-state.ts'
import { isActive, isCancelled, rowStatus } from './standing.ts'
import { endedAt, erasedAt, isRetrying, registeredAt, showsStatus } from './sync-status.ts'

/** By registration, the code of what was last written on its row. */
export type WrittenCodes = ReadonlyMap<string, string>

/** The step that makes the provider agree with the registrations of one address for one webinar. */
export type Drift = 'register' | 'update' | 'restore' | 'cancel' | 'statusOnly' | 'unchanged' | 'refused'

/**
 * Compares what CRM asks for with what the provider was told and, where its list was read, with what it shows.
 * @param applied undefined: nothing is known of the registrant
 * @param account its name for people, and why it would never take an address
 * @param observed how the provider lists the address; `undefined`: its list was not read; `null`: not at all
 * @param hashesOf hashes of the data of a registrant, as `applied` has them
 * @param written by registration, the code of what was last written on its row, where that is known
 */
export function driftOf(
  registrations: readonly Registration[],
  applied: (AppliedState & { at: Date }) | undefined,
  { title, validateRegistrant }: Pick<WebinarAccount, 'title' | 'validateRegistrant'>,
  observed: ProviderRegistrant | null | undefined,
  hashesOf: (registrant: Registrant) => readonly string[],
  written: WrittenCodes = new Map(),
): Drift {
  const desired = desiredRegistrant(registrations)
  const wasErased = applied !== undefined && isErased(applied, registrations)
  const right = !desired
    ? endedAt(title, applied)
    : wasErased
      ? erasedAt(title)
      : registeredAt(title, applied?.providerId ?? '')
  // The connector does not know what another integration wrote; its words are left as they are.
  const isRight = (registration: Registration) => {
    const { id, outcome } = registration
    const own = rowStatus(registration, right)
    return applied ? showsStatus(outcome, written.get(id), own) : outcome.synced === own.synced
  }
  const otherwise = registrations.every(isRight) ? 'unchanged' : 'statusOnly'
  if (!desired) {
    const hasPlace =
      observed === undefined ? !applied || !isUpToDate(applied, undefined) : observed !== null && isThere(observed)
    // Nobody who registered elsewhere is cancelled because their registration is held back.
    // Somebody who is kept out is still listed.
    if (applied?.state === 'blocked' && isUpToDate(applied, undefined)) return otherwise
    const isOurs = applied !== undefined && mayBeRegistered(applied)
    return hasPlace && (isOurs || registrations.some(isCancelled)) ? 'cancel' : otherwise
  }
  if (wasErased) return otherwise
  const hashes = hashesOf(desired)
  const isKeptOut = validateRegistrant(desired) !== undefined || oldestActive(registrations)?.faults !== undefined
  if (isKeptOut || (applied && hashes.includes(applied.refusedHash))) return 'refused'
  if (observed?.state === 'gone' || applied?.state === 'cancelled') return 'restore'
  // Registered by another integration and listed: taking them over is for a backfill, which reads no list.
  if (observed && !applied && otherwise === 'unchanged') return otherwise
  if (observed === null || !applied?.appliedHash) return observed ? 'update' : 'register'
  return isUpToDate(applied, hashes) ? otherwise : 'update'
}

/** A provider's list of registrants: by e-mail hash, by id unless cancelled, and those with a place by their registration. */
export type ObservedRegistrants = {
  byEmailHash: Map<string, ProviderRegistrant>
  byRegistrationId: Map<string, ProviderRegistrant>
  byProviderId: Map<string, ProviderRegistrant>
}

/**
 * How the provider lists a registrant, as `driftOf` takes it.
 * @param applied how long ago the provider was told of them, in milliseconds, and its id for them; undefined: it was not
 * @param listLag how far its list is behind at most, in milliseconds: what was sent later is not compared with it
 */
export function observedState(
  emailHash: string,
  registrations: readonly Registration[],
  applied: { age: number; providerId: string } | undefined,
  { byEmailHash, byRegistrationId, byProviderId }: ObservedRegistrants,
  listLag: number,
): ProviderRegistrant | null | undefined {
  const primary = oldestActive(registrations)
  const known = byProviderId.get(applied?.providerId || (primary?.outcome.providerId ?? ''))
  if (known?.state === 'erased') return known
  if (applied && applied.age < listLag) return undefined
  const listed = byEmailHash.get(emailHash)
  if (listed || !primary || !applied) return listed ?? null
  // Renamed at the provider but still registered; registering the CRM address would create a duplicate.
  const renamed = byRegistrationId.get(primary.id) ?? known
  // Unconfirmed registrants are not listed either; they are sent again once a day, not every hour.
  return renamed ?? (applied.age < day ? undefined : null)
}

/**
 * Whether the records of what was written on the rows have to be read. A status is wrong after a crash at most, which
 * the comparisons of the days after find.
 */
export function needsWritten(registrations: readonly Registration[], age: number | undefined): boolean {
  return registrations.some(({ outcome }) => outcome.state === 'provider error') || (age !== undefined && age < 2 * day)
}

/** Whether the provider was asked to forget somebody since it was told of them. */
export function isNewlyErased(
  registrations: readonly Registration[],
  applied: AppliedState | undefined,
  observed: ProviderRegistrant | null | undefined,
): boolean {
  return observed?.state === 'erased' && applied?.state !== 'erased' && registrations.some(isActive)
}

/** True if a message for these registrations is already queued. */
export function hasPendingMessage(
  registrations: readonly Registration[],
  age: number | undefined,
  written: WrittenCodes,
): boolean {
  // Each try writes the applied state; where that is long ago, the message was lost.
  const isAwaited = ({ id, outcome }: Registration) => isRetrying(outcome, written.get(id))
  return registrations.some(isAwaited) && (age === undefined || age < day)
}

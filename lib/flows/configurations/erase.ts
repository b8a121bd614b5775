import { AppError, ifConflict } from '../../core/errors.ts'
import { minute, second } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import type { ErasedPage, Whose } from '../../stores/erasure.ts'
import type { Removal } from '../../stores/removals.ts'
import { liveCursor } from '../attendance/check-in-live.ts'
import { keptCursor } from '../sweep/delete-past-attendees.ts'
import { digestsCursor } from '../sweep/digests.ts'
import { typesCursor } from './webinar-types.ts'

/** How long one step erases: who asks for a removal waits for the first; a message ends well before its time is up. */
const stepTime = { first: 5 * second, next: minute }
/** Nothing that began before a removal is under way after this: `functionTimeout` of host.json, and clocks differ. */
const settledAfter = 35 * minute
/** A removal that nobody went on with for so long has lost its message. */
const leftAlone = 5 * minute

const nothing = { credentials: 0, registrations: 0, webinars: 0 }

type Part = { counted?: 'registrations' | 'webinars'; erase(whose: Whose, after?: string): Promise<ErasedPage> }

/** All that is kept of an account beside its credentials, in the order in which it is erased. */
function partsOf({ registrationStore, statusStore, attendanceStore, ledgerStore }: Services): readonly Part[] {
  return [
    { erase: registrationStore.eraseApplied },
    { erase: registrationStore.eraseRecords, counted: 'registrations' },
    { erase: statusStore.erase },
    { erase: attendanceStore.eraseRecords },
    { erase: attendanceStore.erasePulls, counted: 'webinars' },
    { erase: ledgerStore.erase },
  ]
}

/**
 * Removes an account's credentials and begins to erase all records of it; what takes longer is left to messages.
 * @param removeCredentials answers how many there were
 */
export async function beginErasure(
  id: string,
  removeCredentials: () => Promise<number>,
  services: Services,
): Promise<Removal> {
  const { removals, now } = services
  const before = await removals.removal(id)
  // Asked for again in the middle of it, the receipt is about both.
  const { credentials, registrations, webinars } = before?.state === 'erasing' ? before : nothing
  const noted: Removal = { at: now(), state: 'settling', credentials, registrations, webinars, part: 0, after: '' }
  // Noted first: should this end here, it is known what may have been begun.
  const etag = await removals.put(id, noted)
  const removal: Removal = { ...noted, state: 'erasing', credentials: (await removeCredentials()) || credentials }
  return (await eraseFor(stepTime.first, id, { ...removal, etag }, services)) ?? removal
}

/** Goes on with a removal, as its message asks for. */
export async function continueErasure(id: string, services: Services) {
  const removal = await services.removals.removal(id)
  if (!removal || !isErasing(removal)) return 'nothing'
  const reached = await eraseFor(stepTime.next, id, removal, services)
  if (!reached) return 'left to another'
  const { state, registrations, webinars } = reached
  return isErasing(reached) ? { registrations, webinars } : state
}

/**
 * Goes on with removals whose message was lost, and does those once more that have settled; how many messages that took.
 */
export async function enqueueErasures(services: Services): Promise<number> {
  const { removals, credentialStore, eraseFurther, now } = services
  let enqueued = 0
  for (const removal of await removals.all()) {
    const id = removal.row
    const isSettling = removal.state === 'settling'
    const rests = isSettling ? settledAfter : leftAlone
    if (removal.state === 'ended' || now().getTime() - removal.at.getTime() < rests) continue
    if (isSettling) {
      const isBack = (await credentialStore.configuration(id)) !== undefined
      const next = { ...removal, part: 0, after: '', state: isBack ? 'ended' : 'finishing' } as const
      if (!isBack) await forgetAccount(id, services)
      await forgetOrder(id, services)
      if (!(await removals.put(id, next, removal.etag).catch(ifConflict)) || isBack) continue
    }
    await eraseFurther(id)
    enqueued += 1
  }
  return enqueued
}

/** Forgets what is kept of an account beside its credentials, its records, and what waits. */
export async function forgetAccount(id: string, { crm, registrantKeys, cursors }: Services) {
  await registrantKeys.remove(id)
  await cursors.dropCursor(typesCursor(id))
  await cursors.dropCursor(digestsCursor(id))
  await cursors.dropCursor(liveCursor(id))
  // While Dynamics is out all else is forgotten as well; what has settled is forgotten once more.
  await crm.showFoundWebinars(id, []).catch(ifForeseen)
  await cursors.dropCursor(keptCursor(id))
}

/** Forgets the removal in the table of credentials, and what it has made void there. */
async function forgetOrder(id: string, { credentialStore, pendingCredentials }: Services) {
  const pending = await pendingCredentials.of(id)
  const isVoid = pending && pending.generation <= (await credentialStore.generation(id))
  if (isVoid) await pendingCredentials.remove(id, pending.etag)
  await credentialStore.forgetRemoval(id)
}

/** Erases for so long; a rest is left to a message. Undefined if another worker is at it. */
async function eraseFor(
  time: number,
  id: string,
  { etag, ...from }: Removal & { etag: string },
  services: Services,
): Promise<Removal | undefined> {
  const { removals, credentialStore, eraseFurther, now } = services
  const until = now().getTime() + time
  const parts = partsOf(services)
  let removal: Removal = from
  let version: string | undefined = etag
  for (let part = parts[removal.part]; part; part = parts[removal.part]) {
    // Credentials that were given again have records of their own since then.
    const isBack = (await credentialStore.configuration(id)) !== undefined
    const whose = { configuration: id, before: isBack ? removal.at : undefined }
    const { erased, next } = await part.erase(whose, removal.after)
    const counts = part.counted && removal.state === 'erasing' ? { [part.counted]: removal[part.counted] + erased } : {}
    removal = { ...removal, ...counts, part: next ? removal.part : removal.part + 1, after: next ?? '' }
    if (removal.part === parts.length) removal.state = removal.state === 'erasing' ? 'settling' : 'ended'
    version = await removals.put(id, removal, version).catch(ifConflict)
    if (!version) return undefined
    if (isErasing(removal) && now().getTime() > until) {
      await eraseFurther(id)
      return removal
    }
  }
  return removal
}

function ifForeseen(error: unknown) {
  if (!(error instanceof AppError)) throw error
}

function isErasing({ state }: Removal) {
  return state === 'erasing' || state === 'finishing'
}

import pLimit from 'p-limit'
import { CredentialsRefusedError, ifConflict, missingIfUnreadable } from '../../core/errors.ts'
import type { Registration, WebinarRow } from '../../model/crm.ts'
import type { Registrant } from '../../model/webinar.ts'
import { wantedOf } from '../../rules/registrants/wanted.ts'
import { mailedBy } from '../../rules/registrations/desired-state.ts'
import {
  driftOf,
  hasPendingMessage,
  isNewlyErased,
  needsWritten,
  type ObservedRegistrants,
  observedState,
  type WrittenCodes,
} from '../../rules/registrations/drift.ts'
import { lacksLink } from '../../rules/registrations/join-link.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { StoredState } from '../../stores/registrations.ts'
import { noteReview } from '../ledger/note-review.ts'
import { bringListed } from '../registrants/bring-listed.ts'
import { isAnothers } from '../webinars/webinar-owner.ts'
import { groupByRegistrant, type RegistrantGroup } from './group-by-registrant.ts'
import { observeRegistrants } from './observe-registrants.ts'
import { type ConnectedWebinar, connect } from './registrant.ts'

/** A webinar may have ten thousand registrations. */
const readersAtOnce = 16
/** With one review so many rows get the join link that they lack; the review of the next hour goes on. */
const linksAtOnce = 2000

/**
 * Compares a webinar still ahead registrant by registrant: CRM, the applied states, the provider's list. A registrant
 * that differs gets an ordinary message, and what was sent before no longer counts for it.
 */
export async function detectDrift(webinar: WebinarRow, services: Services) {
  try {
    return await compare(webinar, services)
  } catch (error) {
    // The sweep asks every hour; behind an account that is locked out for days, its messages must not pile up.
    if (error instanceof CredentialsRefusedError) return 'not let in'
    throw error
  }
}

async function compare(webinar: WebinarRow, services: Services) {
  const { crm, registrationStore, queues, now } = services
  if (!isWebinar(webinar) || !mayLieAhead(webinar.end, now())) return undefined
  if (await isAnothers(webinar, services)) return undefined
  const { kind, configuration, webinarId } = webinar
  const connected = configuration && webinarId ? await connect({ configuration, webinarId }, services) : undefined
  if (!connected) return undefined

  const settings = await crm.accountSettings(connected.configuration)
  const observed = await observeRegistrants(connected, wantedOf(settings))
  const applied = await registrationStore.appliedOf(connected)
  const groups = await groupByRegistrant(webinar, connected, services)
  const written = await readWritten(groups, applied, services)
  const known = new Set<string>()
  const differing: string[] = []
  const linkless: string[] = []
  for (const group of groups) {
    for (const { id } of group.registrations) known.add(id)
    const state = await upgraded(group, applied, services)
    if (await differs(group, state, observed, written, webinar, connected, services)) {
      differing.push(group.registrations[0].id)
    } else if (state) linkless.push(...linklessOf(group, services))
  }
  for (const registrationId of observed.byRegistrationId.keys()) {
    // Registered by the connector, and the row is gone.
    if (known.has(registrationId)) continue
    if (await registrationStore.record(registrationId).catch(missingIfUnreadable)) differing.push(registrationId)
  }
  const table = crm.registrationTableOf(kind)
  await queues.send(
    'registrations',
    [...differing, ...linkless.slice(0, linksAtOnce)].map((id) => ({ table, id })),
  )
  await noteReview(webinar, differing, services)
  const { unreadable } = observed
  const found = { people: groups.length, listed: observed.byEmailHash.size, unreadable, differing: differing.length }
  const unfinished = await bringListed(webinar, connected, observed.people, groups, settings, services)
  return { ...found, ...(linkless.length && { linkless: linkless.length }), ...(unfinished && { unfinished }) }
}

/** Registrations that are at the provider, and whose rows have a column for a join link and no good one in it. */
function linklessOf({ registrations }: RegistrantGroup, { publicAddress }: Services) {
  return registrations.filter((one) => one.outcome.synced && lacksLink(one, publicAddress)).map(({ id }) => id)
}

/** Whether a registrant needs a message; if so, what was sent before no longer counts. */
async function differs(
  { key, registrations }: RegistrantGroup,
  applied: StoredState | undefined,
  observed: ObservedRegistrants,
  written: WrittenCodes,
  webinar: WebinarRow,
  connected: ConnectedWebinar,
  services: Services,
): Promise<boolean> {
  if (!applied) await recordListed(registrations, observed, webinar, connected, services)
  const told = applied && { age: services.now().getTime() - applied.at.getTime(), providerId: applied.providerId }
  if (hasPendingMessage(registrations, told?.age, written)) return false
  const { list } = connected.account.lags
  const shown = observedState(key?.emailHash ?? '', registrations, told, observed, list)
  if (key && isNewlyErased(registrations, applied, shown)) return services.registrationStore.noteErased(key, applied)
  const settings = await services.crm.accountSettings(connected.configuration)
  const hashesOf = (registrant: Registrant) => connected.cipher.hashesOf(mailedBy(registrant, settings))
  const drift = driftOf(registrations, applied, connected.account, shown, hashesOf, written)
  if (drift === 'unchanged' || drift === 'refused') return false
  if (!key || !applied || drift === 'statusOnly') return true
  const state = shown?.state === 'gone' ? 'cancelled' : applied.state
  return services.registrationStore.invalidate(key, applied, state)
}

/** Statuses last written on the rows that may need a new one. */
async function readWritten(
  groups: readonly RegistrantGroup[],
  applied: ReadonlyMap<string, StoredState>,
  { statusStore, now }: Services,
): Promise<WrittenCodes> {
  const ids = groups.flatMap(({ key, registrations }) => {
    const state = key && (applied.get(key.emailHash) ?? applied.get(key.firstEditionHash))
    const age = state && now().getTime() - state.at.getTime()
    return needsWritten(registrations, age) ? registrations.map(({ id }) => id) : []
  })
  const codes = new Map<string, string>()
  await pLimit(readersAtOnce).map(ids, async (id) => {
    const written = await statusStore.written('registration', id)
    if (written) codes.set(id, written.code)
  })
  return codes
}

/** The applied state of a group; one that the first release kept is upgraded, and so are the records of its rows. */
async function upgraded(
  { key, registrations }: RegistrantGroup,
  applied: ReadonlyMap<string, StoredState>,
  { registrationStore, registrantCipherFor }: Services,
): Promise<StoredState | undefined> {
  if (!key) return undefined
  const current = applied.get(key.emailHash)
  if (current || !applied.has(key.firstEditionHash)) return current
  const { seal } = await registrantCipherFor(key.configuration)
  for (const { id, contact } of registrations) {
    const record = await registrationStore.record(id).catch(missingIfUnreadable)
    if (!record || record.sealedEmail || record.emailHash !== key.firstEditionHash) continue
    const sealed = { ...record, emailHash: key.emailHash, sealedEmail: seal(contact.email, id) }
    await registrationStore.assign(id, sealed, record).catch(ifConflict)
  }
  return registrationStore.readApplied(key)
}

/**
 * Credentials that were removed and entered again leave nothing known of those who are registered all the same. Their
 * records are made anew, because a later deletion has to know the address.
 */
async function recordListed(
  registrations: readonly Registration[],
  { byRegistrationId }: ObservedRegistrants,
  { kind, id: webinarRow }: WebinarRow,
  { cipher, configuration, webinarId }: ConnectedWebinar,
  { registrationStore }: Services,
) {
  const listed = registrations.map(({ id }) => byRegistrationId.get(id)).find((one) => one !== undefined)
  if (!listed) return
  const { emailHash } = cipher.keyOf(webinarId, listed.email)
  for (const { id } of registrations.filter(({ outcome }) => outcome.synced)) {
    const assignment = { configuration, webinarId, emailHash, kind, webinarRow }
    const record = { ...assignment, leaving: [], releasedProviderId: '' }
    await registrationStore
      .assign(id, { ...record, sealedEmail: cipher.seal(listed.email, id) }, undefined)
      .catch(ifConflict)
  }
}

import { ConflictError, CredentialsRefusedError } from '../../core/errors.ts'
import { driftOf, hasPendingMessage, type ObservedRegistrants, observedState } from '../../rules/registrations/drift.ts'
import { registrantKey } from '../../rules/registrations/registrant-key.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import type { RegistrationRecord } from '../../stores/registrations.ts'
import { groupByRegistrant, type RegistrationsByRegistrant } from './group-by-registrant.ts'

/**
 * Compares a webinar still ahead person by person: CRM, the app's memory, the provider's list. Whoever differs gets an
 * ordinary message; what was told before no longer counts for them.
 */
export async function detectDrift(row: RowReference, services: Services) {
  try {
    return await compare(row, services)
  } catch (error) {
    // The sweep asks every hour; behind an account that is locked out for days, its messages must not pile up.
    if (error instanceof CredentialsRefusedError) return 'not let in'
    throw error
  }
}

async function compare(row: RowReference, services: Services) {
  const { crm, registrationStore, queues, now } = services
  const webinar = await crm.webinar(row)
  if (!webinar || !isWebinar(webinar) || !mayLieAhead(webinar.end, now())) return undefined
  const { kind, id: webinarRow, configuration, webinarId, cancelled } = webinar
  const account = configuration ? await services.accountFor(configuration) : undefined
  if (!account || !configuration || !webinarId) return undefined

  const listed: ObservedRegistrants = { byAddress: new Map(), byRegistration: new Map() }
  for await (const registrant of account.registrants(webinarId)) {
    const { email, registrationId, active } = registrant
    listed.byAddress.set(registrantKey(configuration, webinarId, email).address, registrant)
    if (active && registrationId) listed.byRegistration.set(registrationId, registrant)
  }
  const seats = await registrationStore.seatsOf({ configuration, webinarId })
  const people = await groupByRegistrant({ kind, webinarRow, configuration, webinarId, cancelled }, crm)
  const table = crm.registrationTableOf(kind)
  const differing: string[] = []
  const known = new Set<string>()
  for (const [address, group] of people) {
    for (const { id } of group) known.add(id)
    const told = seats.get(address)
    if (!told) await remember(group, { kind, webinarRow, configuration, webinarId }, listed, registrationStore)
    const age = told && now().getTime() - told.at.getTime()
    if (hasPendingMessage(group, age)) continue
    const shown = observedState(address, group, age, listed)
    const difference = driftOf(group, told, account, shown)
    if (difference === 'unchanged' || difference === 'refused') continue
    if (told && difference !== 'rowOnly') {
      const state = shown && !shown.active ? 'cancelled' : told.state
      if (!(await registrationStore.doubt({ configuration, webinarId, address }, told, state))) continue
    }
    differing.push(group[0].id)
  }
  for (const registrationId of listed.byRegistration.keys()) {
    // Somebody whom this app took there, and whose row is gone.
    if (!known.has(registrationId) && (await registrationStore.place(registrationId))) differing.push(registrationId)
  }
  await queues.send(
    'registrations',
    differing.map((id) => ({ table, id })),
  )
  return { people: people.size, listed: listed.byAddress.size, differing: differing.length }
}

/**
 * After credentials were removed and entered again nothing is known of those who are registered all the same. Where they
 * are is what a later deletion has to know.
 */
async function remember(
  people: RegistrationsByRegistrant,
  webinar: Pick<RegistrationRecord, 'kind' | 'webinarRow' | 'configuration' | 'webinarId'>,
  { byRegistration }: ObservedRegistrants,
  registrations: Services['registrationStore'],
) {
  const listed = people.map(({ id }) => byRegistration.get(id)).find((one) => one !== undefined)
  if (!listed) return
  const place = { ...webinar, ...registrantKey(webinar.configuration, webinar.webinarId, listed.email), version: '' }
  for (const { id } of people.filter(({ outcome }) => outcome.synced)) {
    await registrations.setPlace(id, place, undefined).catch(ifKnown)
  }
}

function ifKnown(error: unknown) {
  if (!(error instanceof ConflictError)) throw error
}

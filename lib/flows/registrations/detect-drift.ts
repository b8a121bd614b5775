import { Conflict, CredentialsRefused } from '../../core/errors.ts'
import type { Registrations } from '../../dataverse/registrations.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { differenceOf, isAwaited, type Listed, shownAs } from '../../rules/registrations/drift.ts'
import { seatOf } from '../../rules/registrations/registrant-key.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { runsAsWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Queues, RowReference } from '../../stores/queues.ts'
import type { Place, RegistrationMemory } from '../../stores/registrations.ts'
import { groupByAddress, type People } from './group-by-registrant.ts'

export type Neighbours = {
  crm: Pick<Webinars, 'webinar'> & Pick<Registrations, 'registrationsWithContacts' | 'registrationTableOf'>
  registrations: Pick<RegistrationMemory, 'seatsOf' | 'doubt' | 'place' | 'setPlace'>
  queues: Pick<Queues, 'send'>
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  now(): Date
}

/**
 * Compares a webinar still ahead person by person: CRM, the app's memory, the provider's list. Whoever differs gets an
 * ordinary message; what was told before no longer counts for them.
 */
export async function auditWebinar(row: RowReference, given: Neighbours) {
  try {
    return await compare(row, given)
  } catch (error) {
    // The sweep asks every hour; behind an account that is locked out for days, its messages must not pile up.
    if (error instanceof CredentialsRefused) return 'not let in'
    throw error
  }
}

async function compare(row: RowReference, given: Neighbours) {
  const { crm, registrations, queues, now } = given
  const webinar = await crm.webinar(row)
  if (!webinar || !runsAsWebinar(webinar) || !mayLieAhead(webinar.end, now())) return undefined
  const { kind, id: webinarRow, configuration, webinarId, cancelled } = webinar
  const account = configuration ? await given.accountFor(configuration) : undefined
  if (!account || !configuration || !webinarId) return undefined

  const listed: Listed = { byAddress: new Map(), byRegistration: new Map() }
  for await (const registrant of account.registrants(webinarId)) {
    const { email, registrationId, active } = registrant
    listed.byAddress.set(seatOf(configuration, webinarId, email).address, registrant)
    if (active && registrationId) listed.byRegistration.set(registrationId, registrant)
  }
  const seats = await registrations.seatsOf({ configuration, webinarId })
  const people = await groupByAddress({ kind, webinarRow, configuration, webinarId, cancelled }, crm)
  const table = crm.registrationTableOf(kind)
  const differing: string[] = []
  const known = new Set<string>()
  for (const [address, group] of people) {
    for (const { id } of group) known.add(id)
    const told = seats.get(address)
    if (!told) await remember(group, { kind, webinarRow, configuration, webinarId }, listed, registrations)
    const age = told && now().getTime() - told.at.getTime()
    if (isAwaited(group, age)) continue
    const shown = shownAs(address, group, age, listed)
    const difference = differenceOf(group, told, account, shown)
    if (difference === 'unchanged' || difference === 'refused') continue
    if (told && difference !== 'rowOnly') {
      const state = shown && !shown.active ? 'cancelled' : told.state
      if (!(await registrations.doubt({ configuration, webinarId, address }, told, state))) continue
    }
    differing.push(group[0].id)
  }
  for (const registrationId of listed.byRegistration.keys()) {
    // Somebody whom this app took there, and whose row is gone.
    if (!known.has(registrationId) && (await registrations.place(registrationId))) differing.push(registrationId)
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
  people: People,
  webinar: Pick<Place, 'kind' | 'webinarRow' | 'configuration' | 'webinarId'>,
  { byRegistration }: Listed,
  registrations: Neighbours['registrations'],
) {
  const listed = people.map(({ id }) => byRegistration.get(id)).find((one) => one !== undefined)
  if (!listed) return
  const place = { ...webinar, ...seatOf(webinar.configuration, webinar.webinarId, listed.email), version: '' }
  for (const { id } of people.filter(({ outcome }) => outcome.synced)) {
    await registrations.setPlace(id, place, undefined).catch(ifKnown)
  }
}

function ifKnown(error: unknown) {
  if (!(error instanceof Conflict)) throw error
}

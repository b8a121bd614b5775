import { RefusedError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar, WebinarPlace } from '../../model/crm.ts'
import type { EventDraft } from '../../model/event-draft.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { draftOf, madeEventId } from '../../rules/webinars/event-draft.ts'
import { wallClockIn } from '../../rules/webinars/event-time.ts'
import { readMark } from '../../rules/webinars/webinar-mark.ts'
import type { Services } from '../../services.ts'

/** The code of UTC among the time zones of every Dataverse (learn.microsoft.com/power-apps, TimeZoneDefinition). */
const utc = 92

/**
 * Makes the event in Dynamics that takes over a webinar which exists at its provider only; its reconcile does the rest. It
 * is made once, whoever asks how often, and the webinar itself is left as it is.
 * @param found id of the row of the found webinar
 * @param orderedBy the user who gets the event
 * @returns what was made, and what its planner has to know
 * @throws Refused if no event can be made
 */
export async function makeEvent(
  found: string,
  orderedBy: string | undefined,
  services: Services,
): Promise<readonly [UserMessage, ...UserMessage[]]> {
  const { crm, accountFor, termsAccepted, queues } = services
  const row = await crm.foundWebinar(found)
  if (!row) throw new RefusedError({ code: 'request_without_subject', request: 'makeEvent' })
  const place: WebinarPlace = { configuration: row.configuration, webinarId: row.webinarId }
  const id = madeEventId(place)
  const table = crm.webinarTableOf('event')
  const naming = await crm.webinarsNaming(place)
  const made = naming.find((one) => one.id === id)
  if (made) return [{ code: 'event_made_before', name: made.title }]
  const [taken] = naming
  if (taken) throw new RefusedError({ code: 'found_named', kind: taken.kind, name: taken.title })
  const account = await accountFor(place.configuration)
  if (!account) throw new RefusedError({ code: 'credentials_not_kept' })
  if (!(await termsAccepted())) throw new RefusedError({ code: 'terms_not_accepted' })
  const { draft, notes, start } = await draftFor(place, account, services)
  if (!(await create(draft, orderedBy, services))) {
    const before = await crm.plannedWebinar({ table, id })
    return ofEventBefore(before, place)
  }
  // The webhook of its creation may be lost, and Dynamics may have none yet.
  await queues.send('webinars', [{ table, id }])
  return [{ code: 'event_made', name: draft.title, start, provider: account.title }, ...notes]
}

/** The event of a webinar as the provider has it. @throws Refused if it is gone, or another environment's */
async function draftFor(place: WebinarPlace, account: WebinarAccount, services: Services) {
  const { crm, timeZoneOfCode, ownOrganizations } = services
  const { title: provider } = account
  const there = await account.webinar(place.webinarId)
  if (!there) throw new RefusedError({ code: 'found_gone', provider })
  if (!there.active) throw new RefusedError({ code: 'webinar_inactive', provider })
  if (readMark(there.externalId, await ownOrganizations())?.madeFor === 'another') {
    throw new RefusedError({ code: 'found_foreign' })
  }
  const { facts, start, minutes } = there
  if (!facts || !start || !minutes || minutes < 0) {
    throw new RefusedError({ code: 'found_without_times', provider, webinarId: place.webinarId })
  }
  const code = facts.zone ? await crm.timeZoneCodeOf(facts.zone) : undefined
  // A code stands for many zones with the same clocks: the one that the row will be read by counts.
  const name = code === undefined ? undefined : await timeZoneOfCode(code)
  const zone = code !== undefined && name !== undefined ? { code, name } : undefined
  const types = await crm.webinarTypesOf(place.configuration)
  const { offersLanguage } = crm
  const drafted = draftOf(place, facts, { start, minutes }, { zone, utc, types, offersLanguage }, provider)
  return { ...drafted, start: wallClockIn(start, zone?.name ?? 'UTC') }
}

/** The user who ordered the event owns it, unless their roles do not let them. */
function create(draft: EventDraft, orderedBy: string | undefined, { crm }: Services): Promise<boolean> {
  return crm.createEvent(draft, orderedBy === undefined ? undefined : { kind: 'user', id: orderedBy })
}

function ofEventBefore(event: PlannedWebinar | undefined, { webinarId }: WebinarPlace) {
  const name = event?.title ?? ''
  if (event?.webinarId === webinarId) return [{ code: 'event_made_before', name }] as const
  throw new RefusedError({ code: 'found_left', name })
}

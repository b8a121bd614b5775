import { cutText } from '../../core/cut-text.ts'
import { missingIfUnreadable } from '../../core/errors.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { WebinarLedgerRow } from '../../model/ledger.ts'
import { needsSomebody, waitingFrom } from '../../rules/ledger/attention.ts'
import { totalOf } from '../../rules/ledger/drift-history.ts'
import { webinarLedgerId } from '../../rules/ledger/ledger-ids.ts'
import { addTo, dayOf, emptyTally, refusalLines, type Tally } from '../../rules/ledger/tally.ts'
import { effectiveRegistration } from '../../rules/registrations/desired-state.ts'
import { endInstantOf, instantOf, mayLieAhead } from '../../rules/webinars/event-time.ts'
import type { Services } from '../../services.ts'
import type { Counting } from '../../stores/ledger.ts'
import { timeZoneOf } from '../webinars/time-zone.ts'

/** The columns of the title and of the reasons take so many characters. */
const room = { title: 200, reasons: 4000 }

/** Reads all figures of a webinar, where each is known first. */
export async function readFigures(
  webinar: PlannedWebinar & { configuration: string },
  last: Counting,
  services: Services,
) {
  const { attendanceStore, ledgerStore, statusStore, now } = services
  const { kind, id, configuration, start, end } = webinar
  const { tally, rows } = await tallyOf(webinar, services)
  const pull = await attendanceStore.pull(kind, id).catch(missingIfUnreadable)
  const isSame = pull?.webinarId === webinar.webinarId && pull?.configuration === configuration
  const { attendees = 0, matched = 0, minutes = 0, asOf } = isSame ? pull : {}
  const reviews = await ledgerStore.reviews(kind, id)
  const zone = await timeZoneOf(webinar, services)
  const startsOn = start && zone ? instantOf(start, zone) : undefined
  const endsOn = end && zone ? endInstantOf(end, zone, startsOn ?? new Date(0)) : undefined
  const failed = (await statusStore.written('webinar', id))?.code === 'status_attention'
  const { due, sent, waiting, refused, cancelled } = tally.all
  const seenWaiting = waiting > 0 ? (last.seenWaiting ?? now()) : undefined
  const waitingSince = waitingFrom(tally.waitingSince, seenWaiting)
  const audience = { attendees, matched, unmatched: attendees - matched }
  const drift = reviews?.history.days ?? {}
  const row: WebinarLedgerRow = {
    ...{ id: webinarLedgerId(kind, id), owner: webinar.owner, name: cutText(webinar.title, room.title) },
    ...{ kind, webinarRow: id, configuration, startsOn, endsOn },
    ...{ due, sent, waiting, refused, cancelled, waitingSince, refusals: refusalLines(tally.refusals, room.reasons) },
    ...{ ...audience, minutes, reviewedOn: reviews?.at, pulledOn: asOf, ...totalOf(drift) },
    needsSomebody: mayLieAhead(end, now()) && needsSomebody({ refused, waitingSince, failed }, now()),
  }
  return { row, tally, rows, drift, seenWaiting, audience: { ...audience, day: startsOn && dayOf(startsOn) } }
}

async function tallyOf(
  webinar: PlannedWebinar & { configuration: string },
  { crm, registrationStore }: Services,
): Promise<{ tally: Tally; rows: number }> {
  const { kind, id, configuration, webinarId } = webinar
  const told = new Map<string, Date | undefined>()
  if (webinarId) {
    const applied = await registrationStore.appliedOf({ configuration, webinarId })
    for (const { providerId, toldAt } of applied.values()) told.set(providerId, toldAt)
  }
  const tally = emptyTally()
  let rows = 0
  for await (const registration of crm.registrationsCounted(kind, id)) {
    addTo(tally, effectiveRegistration(registration, webinar), told.get(registration.outcome.providerId ?? ''))
    rows += 1
  }
  return { tally, rows }
}

import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import type { Environment } from '../environment/environment.ts'
import type { Line } from '../environment/print-table.ts'
import type { Run } from './attend.ts'
import {
  attendeesPerWebinar,
  fateOf,
  isOrphan,
  type PlannedRegistration,
  webinars as planned,
  registrations,
  sharedAddresses,
  strangers,
} from './plan.ts'
import { type Entered, newTitle } from './register.ts'
import type { Stage } from './scenario.ts'

/** What the app says to an administrator (README, attendance), and how many attendees have to be told so. */
const unmatchedReasons = {
  'No registration in Dynamics belongs to this attendee.': strangers.length * planned.length,
  'Several registrations in Dynamics have this e-mail address.': sharedAddresses.length * planned.length,
  'The session registration belongs to no event registration.': count((one) => one.attends && isOrphan(one)),
}

type Attendance = { attendees: number; unmatched: { reason: string }[] }

/** What ON24 holds for the events and sessions: each webinar carries the id of its row. */
export function webinarFigures({ environment: { dataverse, on24 }, webinars }: Stage) {
  const rows = webinars.map(({ table, id }) => dataverse.row(table, id))
  const held = [...on24.na.events(), ...on24.eu.events()]
  const madeFor = new Set(held.map(({ campaignCode }) => campaignCode))
  return [
    equal('Webinars made', webinars.filter(({ id }) => madeFor.has(id)).length, planned.length),
    equal('Webinars made twice', held.length - madeFor.size, 0),
    equal(
      '  rows that say Ready',
      rows.filter((row) => row?.msevtmgt_webinarstatus === 'Ready').length,
      planned.length,
    ),
  ]
}

/** Who is where after all have registered and changed their minds. */
export function registrationFigures(
  { environment: { dataverse, on24 }, webinars }: Stage,
  entered: readonly Entered[],
) {
  const ids = new Set(entered.map(({ id }) => id))
  const registrants = webinars
    .flatMap(({ region, on24: id }) => on24[region].registrants(id))
    .filter(({ exteventusercd }) => ids.has(exteventusercd ?? ''))
  const active = registrants.filter(({ userstatus }) => userstatus === 'active')
  const rows = entered.map(({ table, id }) => dataverse.row(table, id))
  const saying = (text: string) => rows.filter((row) => row?.msevtmgt_registrationstatus === text).length
  const changed = ({ jobtitle, email }: (typeof active)[number]) => jobtitle === newTitle || email.startsWith('new-')
  // Who cancels or moves before ON24 has heard of them leaves nothing there.
  const left = count((one) => one.notice !== 'late' && (one.ends === 'cancelled' || moves(one)))
  return [
    equal('Registrations sent', rows.length, registrations.length),
    equal('Registered at ON24', active.length, ending('registered')),
    equal('  with changed title or address', active.filter(changed).length, count(changes)),
    equal('Cancelled at ON24', registrants.length - active.length, left),
    equal('Row says: registered', saying('Registered at ON24'), ending('registered')),
    equal('Row says: cancelled', saying('Cancelled at ON24'), ending('cancelled')),
    equal(
      'Row says: address not well formed',
      saying('The contact’s e-mail address is not valid. Correct it on the contact.'),
      ending('refused'),
    ),
  ]
}

/** What two metric runs have brought, as the app answers it. */
export async function attendanceFigures(stage: Stage, host: FunctionsHost, one: Run, two: Run) {
  const answers = await Promise.all(stage.webinars.map(({ table, id }) => attendance(host, `${table}/${id}`)))
  const unmatched = answers.flatMap((answer) => answer.unmatched)
  const unmatchable = Object.values(unmatchedReasons).reduce((sum, one) => sum + one, 0)
  const attendees = attendeesPerWebinar * planned.length
  return [
    equal(
      'Attendees',
      answers.reduce((sum, answer) => sum + answer.attendees, 0),
      attendees,
    ),
    equal('Webinars read by run one', one.webinars, planned.length),
    equal('Webinars read by run two', two.webinars, planned.length),
    equal('Check-ins written by run one', one.checkIns, attendees - unmatchable),
    equal('Check-ins written by run two', two.checkIns, 0),
    equal('Check-ins in CRM', stage.environment.dataverse.rows('msevtmgt_checkin').length, attendees - unmatchable),
    equal('Unmatched', unmatched.length, unmatchable),
    ...Object.entries(unmatchedReasons).map(([reason, must]) =>
      equal(`  ${reason}`, unmatched.filter((one) => one.reason === reason).length, must),
    ),
  ]
}

export function webhookFigures(statuses: readonly (number | undefined)[]): Line[] {
  const sent = (notice: PlannedRegistration['notice']) => count((one) => one.notice === notice)
  return [
    equal('Webhooks sent', statuses.length, statuses.filter((status) => status === 202).length, 'all taken'),
    { figure: '  twice', is: sent('doubled') },
    { figure: '  stripped of their content', is: sent('stripped') },
    { figure: '  after the news that followed', is: sent('late') },
  ]
}

export function secretFigure({ dataverse }: Environment): Line {
  const rows = dataverse.rows('msevtmgt_webinarconfiguration')
  const secrets = rows.filter((row) => row.msevtmgt_accesstokenkey ?? row.msevtmgt_accesstokensecret)
  return equal('Secrets left in CRM', secrets.length, 0)
}

export function failureFigure(hosts: readonly FunctionsHost[]): Line {
  const logs = hosts.flatMap((host) => host.logs)
  const failed = logs.filter(({ category, level }) => category === 'Host.Results' && level === 'error')
  return equal('Functions that failed', failed.length, 0)
}

export function callFigures({ dataverse, on24, keyVault, identity }: Environment): Line[] {
  const calls = {
    Dataverse: dataverse,
    'ON24, North America': on24.na,
    'ON24, Europe': on24.eu,
    'Key Vault': keyVault,
    identity,
  }
  return Object.entries(calls).map(([name, neighbour]) => ({ figure: `Calls to ${name}`, is: neighbour.calls.length }))
}

async function attendance(host: FunctionsHost, path: string) {
  const url = `${host.url}/api/webinars/${path}/attendance`
  const answer = await fetch(url, { headers: { 'x-functions-key': host.keys.default } })
  if (!answer.ok) throw new Error(`GET ${url} gave ${answer.status}.`)
  return (await answer.json()) as Attendance
}

function equal(figure: string, is: number, must: number, said: string | number = must): Line {
  return { figure, is, must: said, ok: is === must }
}

function count(which: (one: PlannedRegistration) => boolean) {
  return registrations.filter(which).length
}

function ending(ends: PlannedRegistration['ends']) {
  return count((one) => one.ends === ends)
}

function moves({ person, ends }: PlannedRegistration) {
  return fateOf(person) === 'moved' && ends === 'registered'
}

function changes(one: PlannedRegistration) {
  return one.ends === 'registered' && (moves(one) || fateOf(one.person) === 'promoted')
}

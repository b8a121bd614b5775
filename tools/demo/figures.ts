import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import type { Environment } from '../environment/environment.ts'
import type { Line } from '../environment/print-table.ts'
import type { PullCounts } from './attend.ts'
import {
  attendeesPerWebinar,
  changeOf,
  lacksEventRegistration,
  type PlannedRegistration,
  webinars as planned,
  registrations,
  sharedAddresses,
  unknownAttendees,
} from './plan.ts'
import { newTitle, type Registration } from './register.ts'
import type { Scenario } from './scenario.ts'

/** The app's reasons for unmatched attendees (README, attendance), and how many attendees each applies to. */
const unmatchedReasons = {
  'No registration in Dynamics belongs to this attendee.': unknownAttendees.length * planned.length,
  'Several registrations in Dynamics have this e-mail address.': sharedAddresses.length * planned.length,
  'The session registration belongs to no event registration.': count(
    (one) => one.attends && lacksEventRegistration(one),
  ),
}

type Attendance = { attendees: number; unmatched: { reason: string }[] }

/** Webinars at ON24; the campaign code of each begins with the id of its row. */
export function webinarFigures({ environment: { dataverse, on24 }, webinars }: Scenario) {
  const rows = webinars.map(({ table, id }) => dataverse.row(table, id))
  const atOn24 = [...on24.na.events(), ...on24.eu.events()]
  const rowIds = new Set(atOn24.map(({ campaignCode }) => campaignCode.slice(0, 36)))
  return [
    equal('Webinars created', webinars.filter(({ id }) => rowIds.has(id)).length, planned.length),
    equal('Webinars created twice', atOn24.length - rowIds.size, 0),
    equal(
      '  with the status Over, now that they are',
      rows.filter((row) => row?.msevtmgt_webinarstatus === 'Over').length,
      planned.length,
    ),
  ]
}

/** Registrants at ON24 and the status of their rows, after all changes. */
export function registrationFigures(
  { environment: { dataverse, on24 }, webinars }: Scenario,
  registered: readonly Registration[],
) {
  const ids = new Set(registered.map(({ id }) => id))
  const registrants = webinars
    .flatMap(({ region, on24: id }) => on24[region].registrants(id))
    .filter(({ exteventusercd }) => ids.has(exteventusercd ?? ''))
  const active = registrants.filter(({ userstatus }) => userstatus === 'active')
  const rows = registered.map(({ table, id }) => dataverse.row(table, id))
  const withStatus = (text: string) => rows.filter((row) => row?.msevtmgt_registrationstatus === text).length
  const changed = ({ jobtitle, email }: (typeof active)[number]) => jobtitle === newTitle || email.startsWith('new-')
  // A registration that is cancelled or moved before its late webhook is sent was never at ON24.
  const cancelled = count((one) => one.delivery !== 'late' && (one.ends === 'cancelled' || changesAddress(one)))
  return [
    equal('Registrations in CRM', rows.length, registrations.length),
    equal('Registered at ON24', active.length, ending('registered')),
    equal('  with changed title or address', active.filter(changed).length, count(changes)),
    equal('Cancelled at ON24', registrants.length - active.length, cancelled),
    equal('Rows with status: registered', withStatus('Registered at ON24'), ending('registered')),
    equal('Rows with status: cancelled', withStatus('Cancelled at ON24'), ending('cancelled')),
    equal(
      'Rows with status: address not well formed',
      withStatus('The contact’s e-mail address is not valid. Correct it on the contact.'),
      ending('refused'),
    ),
  ]
}

/** Results of two pulls of all webinars, from the app's answers and from CRM. */
export async function attendanceFigures(
  scenario: Scenario,
  host: FunctionsHost,
  first: PullCounts,
  second: PullCounts,
) {
  const answers = await Promise.all(scenario.webinars.map(({ table, id }) => attendance(host, `${table}/${id}`)))
  const unmatched = answers.flatMap((answer) => answer.unmatched)
  const unmatchable = Object.values(unmatchedReasons).reduce((sum, one) => sum + one, 0)
  const attendees = attendeesPerWebinar * planned.length
  return [
    equal(
      'Attendees',
      answers.reduce((sum, answer) => sum + answer.attendees, 0),
      attendees,
    ),
    equal('Webinars read by the first pull', first.webinars, planned.length),
    equal('Webinars read by the second pull', second.webinars, planned.length),
    equal('Check-ins written by the first pull', first.checkIns, attendees - unmatchable),
    equal('Check-ins written by the second pull', second.checkIns, 0),
    equal('Check-ins in CRM', scenario.environment.dataverse.rows('msevtmgt_checkin').length, attendees - unmatchable),
    equal('Unmatched', unmatched.length, unmatchable),
    ...Object.entries(unmatchedReasons).map(([reason, must]) =>
      equal(`  ${reason}`, unmatched.filter((one) => one.reason === reason).length, must),
    ),
  ]
}

export function webhookFigures(statuses: readonly (number | undefined)[]): Line[] {
  const sent = (delivery: PlannedRegistration['delivery']) => count((one) => one.delivery === delivery)
  return [
    equal('Webhooks sent', statuses.length, statuses.filter((status) => status === 202).length, 'all accepted'),
    { figure: '  twice', is: sent('doubled') },
    { figure: '  stripped of their content', is: sent('stripped') },
    { figure: '  after the webhook of a later change', is: sent('late') },
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
  return Object.entries(calls).map(([name, emulator]) => ({ figure: `Calls to ${name}`, is: emulator.calls.length }))
}

async function attendance(host: FunctionsHost, path: string) {
  const url = `${host.url}/api/webinars/${path}/attendance`
  const answer = await fetch(url, { headers: { 'x-functions-key': host.keys.default } })
  if (!answer.ok) throw new Error(`GET ${url} gave ${answer.status}.`)
  return (await answer.json()) as Attendance
}

function equal(figure: string, is: number, must: number, shown: string | number = must): Line {
  return { figure, is, must: shown, ok: is === must }
}

function count(which: (one: PlannedRegistration) => boolean) {
  return registrations.filter(which).length
}

function ending(ends: PlannedRegistration['ends']) {
  return count((one) => one.ends === ends)
}

function changesAddress({ person, ends }: PlannedRegistration) {
  return changeOf(person) === 'new address' && ends === 'registered'
}

function changes(one: PlannedRegistration) {
  return one.ends === 'registered' && (changesAddress(one) || changeOf(one.person) === 'new title')
}

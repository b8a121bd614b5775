import type { Environment } from '../environment/environment.ts'
import { checkLedger } from './ledger-check.ts'
import { company, type Webinar } from './scenario.ts'

export type Consistency = {
  /** Registrations in CRM. */
  inCrm: number
  atOn24: number
  refused: number
  /** One line each, without personal data. */
  lost: string[]
  doubled: string[]
  stale: string[]
  /** Figures of the ledger that are not true. */
  uncounted: string[]
}

type Row = Record<string, unknown>
type Registrant = ReturnType<Environment['on24']['na']['registrants']>[number]

const syncedYes = 100_000_002

/** Compares ON24's registrants and the status of the rows with CRM as it is now. Uses no code of the connector. */
export function checkConsistency(environment: Environment, webinars: readonly Webinar[]): Consistency {
  const { dataverse, on24 } = environment
  const result: Consistency = {
    ...{ inCrm: 0, atOn24: 0, refused: 0, lost: [], doubled: [], stale: [] },
    uncounted: checkLedger(environment, webinars),
  }
  const contacts = new Map(dataverse.rows('contact').map((contact) => [contact.contactid, contact]))
  const byWebinar = new Map<unknown, Row[]>()
  for (const kind of ['event', 'session']) {
    for (const row of dataverse.rows(`msevtmgt_${kind}registration`)) {
      const id = row[`msevtmgt_${kind}id`]
      byWebinar.set(id, [...(byWebinar.get(id) ?? []), row])
    }
  }
  for (const webinar of webinars) {
    const active = on24[webinar.region].registrants(webinar.on24).filter(({ userstatus }) => userstatus === 'active')
    const unmatched = new Map(active.map((registrant) => [registrant.email.toLowerCase(), registrant]))
    const rows = byWebinar.get(webinar.id) ?? []
    result.inCrm += rows.length
    result.atOn24 += active.length
    for (const [email, sharing] of groupByAddress(rows, contacts)) {
      if (email.includes('@')) checkRegistrant(webinar, sharing, contacts, unmatched.get(email), result)
      else checkRefused(webinar, sharing, result)
      unmatched.delete(email)
    }
    for (const { eventuserid } of unmatched.values()) {
      result.doubled.push(`${webinar.on24} ${eventuserid}: no registration in CRM`)
    }
  }
  return result
}

/** Groups rows by address; a row without a well-formed address is a group of its own. */
function groupByAddress(rows: readonly Row[], contacts: ReadonlyMap<unknown, Row>) {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const email = String(contacts.get(row.msevtmgt_contactid)?.emailaddress1 ?? '').toLowerCase()
    const key = email.includes('@') ? email : idOf(row)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

/** Checks the rows of one address in one webinar: the oldest active one is the primary registration. */
function checkRegistrant(
  webinar: Webinar,
  rows: readonly Row[],
  contacts: ReadonlyMap<unknown, Row>,
  registrant: Registrant | undefined,
  { lost, doubled, stale }: Consistency,
) {
  const [primary] = rows.filter(isActive).sort(byAge)
  const add = (list: string[], row: Row, problem: string) =>
    list.push(`${webinar.kind} ${webinar.on24} ${idOf(row)}: ${problem} (row: ${row.msevtmgt_registrationstatus})`)
  if (primary && !registrant) add(lost, primary, 'not at ON24')
  if (!primary && registrant && rows[0]) add(doubled, rows[0], 'cancelled, but at ON24')
  const contact = contacts.get(primary?.msevtmgt_contactid)
  if (primary && registrant && contact) {
    const { firstname, lastname, jobtitle } = contact
    const wanted = { firstname, lastname, jobtitle, company, exteventusercd: idOf(primary) }
    const wrong = Object.entries(wanted).filter(([name, value]) => registrant[name as 'firstname'] !== value)
    if (wrong.length) add(stale, primary, `ON24 has another ${wrong.map(([name]) => name).join(', ')}`)
  }
  for (const row of rows) {
    const status = row.msevtmgt_syncedwithprovider === syncedYes && row.msevtmgt_registrationstatus
    const id = primary && registrant ? String(registrant.eventuserid) : row.msevtmgt_webinarregistrationid
    const right = primary ? 'Registered at ON24' : 'Cancelled at ON24'
    if (primary && status === false) add(lost, row, 'the row is not marked as synced')
    else if (status !== right || row.msevtmgt_webinarregistrationid !== id) add(stale, row, `the row is not "${right}"`)
  }
}

function checkRefused({ kind, on24 }: Webinar, rows: readonly Row[], result: Consistency) {
  for (const row of rows) {
    const status = String(row.msevtmgt_registrationstatus)
    const right = isActive(row) ? /no e-mail address|is not valid/ : /^Cancelled at ON24$/
    if (!right.test(status)) result.stale.push(`${kind} ${on24} ${idOf(row)}: not refused (row: ${status})`)
    else if (isActive(row)) result.refused += 1
  }
}

function isActive(row: Row) {
  return row.statecode === 0 && row.msevtmgt_iscanceled !== true
}

function idOf(row: Row) {
  return String(row.msevtmgt_eventregistrationid ?? row.msevtmgt_sessionregistrationid)
}

function byAge(a: Row, b: Row) {
  return (
    new Date(String(a.createdon)).getTime() - new Date(String(b.createdon)).getTime() || (idOf(a) < idOf(b) ? -1 : 1)
  )
}

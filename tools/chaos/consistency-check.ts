import type { Environment } from '../environment/environment.ts'
import { company, type Webinar } from './scenario.ts'

export type Ledger = {
  sent: number
  atOn24: number
  refused: number
  cancelled: number
  /** One line for each, without personal data. */
  lost: string[]
  doubled: string[]
  stale: string[]
}

type Row = Record<string, unknown>
type Registrant = ReturnType<Environment['on24']['na']['registrants']>[number]

const syncedYes = 100_000_002

/** Holds what ON24 has, and what the rows say, against what stands in CRM now; uses nothing of the connector's own. */
export function keepLedger({ dataverse, on24 }: Environment, webinars: readonly Webinar[]): Ledger {
  const ledger: Ledger = { sent: 0, atOn24: 0, refused: 0, cancelled: 0, lost: [], doubled: [], stale: [] }
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
    const there = new Map(active.map((registrant) => [registrant.email.toLowerCase(), registrant]))
    const rows = byWebinar.get(webinar.id) ?? []
    ledger.sent += rows.length
    ledger.atOn24 += active.length
    for (const [email, theirs] of grouped(rows, contacts)) {
      if (email.includes('@')) checkPerson(webinar, theirs, contacts, there.get(email), ledger)
      else checkRefused(webinar, theirs, ledger)
      there.delete(email)
    }
    for (const { eventuserid } of there.values()) ledger.doubled.push(`${webinar.on24} ${eventuserid}: nobody asked`)
  }
  return ledger
}

/** By address; those without one, or with none that works, by row. */
function grouped(rows: readonly Row[], contacts: ReadonlyMap<unknown, Row>) {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const email = String(contacts.get(row.msevtmgt_contactid)?.emailaddress1 ?? '').toLowerCase()
    const key = email.includes('@') ? email : idOf(row)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

function checkPerson(
  webinar: Webinar,
  rows: readonly Row[],
  contacts: ReadonlyMap<unknown, Row>,
  registrant: Registrant | undefined,
  { lost, doubled, stale }: Ledger,
) {
  const [holder] = rows.filter(isActive).sort(byAge)
  const tell = (list: string[], row: Row, what: string) =>
    list.push(`${webinar.kind} ${webinar.on24} ${idOf(row)}: ${what} (row: ${row.msevtmgt_registrationstatus})`)
  if (holder && !registrant) tell(lost, holder, 'not at ON24')
  if (!holder && registrant && rows[0]) tell(doubled, rows[0], 'cancelled, but at ON24')
  const contact = contacts.get(holder?.msevtmgt_contactid)
  if (holder && registrant && contact) {
    const wrong = Object.entries({
      ...{ firstname: contact.firstname, lastname: contact.lastname, jobtitle: contact.jobtitle },
      ...{ company, exteventusercd: idOf(holder) },
    }).filter(([name, value]) => registrant[name as 'firstname'] !== value)
    if (wrong.length) tell(stale, holder, `ON24 has another ${wrong.map(([name]) => name).join(', ')}`)
  }
  for (const row of rows) {
    const says = row.msevtmgt_syncedwithprovider === syncedYes && row.msevtmgt_registrationstatus
    const id = holder && registrant ? String(registrant.eventuserid) : row.msevtmgt_webinarregistrationid
    const right = holder ? 'Registered at ON24' : 'Cancelled at ON24'
    if (holder && says === false) tell(lost, row, 'the row does not say so')
    else if (says !== right || row.msevtmgt_webinarregistrationid !== id) tell(stale, row, `the row is not "${right}"`)
  }
}

function checkRefused({ kind, on24 }: Webinar, rows: readonly Row[], ledger: Ledger) {
  for (const row of rows) {
    const says = String(row.msevtmgt_registrationstatus)
    const right = isActive(row) ? /no e-mail address|is not valid/ : /^Cancelled at ON24$/
    if (!right.test(says)) ledger.stale.push(`${kind} ${on24} ${idOf(row)}: not refused (row: ${says})`)
    else if (isActive(row)) ledger.refused += 1
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

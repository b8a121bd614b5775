import type { Person, Subject, Webinar } from '../model.ts'
import { shownOf, textOf, type WebApi } from './web-api.ts'

/** So many are shown of those who are found. */
export const mostPeople = 20

/** Contacts whose name or address begins as somebody typed it. */
export async function findContacts(api: WebApi, typed: string): Promise<Person[]> {
  const filter = `statecode eq 0 and ${begins('', typed)}`
  const query = `contacts?$select=fullname,emailaddress1&$filter=${filter}&$orderby=fullname&$top=${mostPeople}`
  const rows = await api.privateRows(query.replaceAll(' ', '%20'))
  return rows.map((row) => ({
    id: textOf(row, 'contactid'),
    name: textOf(row, 'fullname'),
    email: textOf(row, 'emailaddress1'),
  }))
}

/** The two tables of registrations, and where they differ. */
const tables = {
  msevtmgt_event: { table: 'msevtmgt_eventregistration', contact: 'msevtmgt_ContactId', webinar: 'msevtmgt_eventid' },
  msevtmgt_session: {
    table: 'msevtmgt_sessionregistration',
    contact: 'msevtmgt_contactid',
    webinar: 'msevtmgt_sessionid',
  },
} as const

/** The newest registrations for a webinar, of people whose name or address begins as somebody typed it. */
export async function findRegistrations(
  api: WebApi,
  webinar: { table: Webinar['table']; id: string },
  typed: string,
): Promise<Subject[]> {
  const { table, ...its } = tables[webinar.table]
  const named = typed ? ` and ${begins(`${its.contact}/`, typed)}` : ''
  const filter = `statecode eq 0 and _${its.webinar}_value eq ${webinar.id}${named}`
  const columns = '_msevtmgt_contactid_value'
  const query = `${table}s?$select=${columns}&$filter=${filter}&$orderby=createdon desc&$top=${mostPeople}`
  const rows = await api.privateRows(query.replaceAll(' ', '%20'))
  return rows.map((row) => ({ table, id: textOf(row, `${table}id`), name: shownOf(row, columns) }))
}

function begins(path: string, typed: string) {
  const text = encodeURIComponent(typed.replaceAll("'", "''"))
  const tests = ['fullname', 'lastname', 'emailaddress1'].map((column) => `startswith(${path}${column},'${text}')`)
  return `(${tests.join(' or ')})`
}

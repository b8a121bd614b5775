import type { Environment } from '../environment.ts'
import { earlyPeople, emailOf, type PlannedWebinar, people, sharedAddresses, webinars } from './plan.ts'

/** A planned webinar with its row in CRM and its id at ON24. */
export type Webinar = PlannedWebinar & { id: string; table: string; on24: number }

export type Stage = {
  environment: Environment
  configurations: Record<'na' | 'eu', string>
  webinars: Webinar[]
  /** The contact of each person by their number. */
  contacts: ReadonlyMap<number, string>
}

/** One is known in North America only, the other in Europe only. */
export const accounts = {
  na: { clientId: '10001', accessTokenKey: 'A'.repeat(32), accessTokenSecret: 'b'.repeat(64) },
  eu: { clientId: '20001', accessTokenKey: 'C'.repeat(32), accessTokenSecret: 'd'.repeat(64) },
}

const hour = 60 * 60 * 1000
const yes = 100_000_002

/** Everything that is there before the connector: events and sessions with their webinars, and people of early days. */
export function setStage(environment: Environment): Stage {
  const { dataverse, on24 } = environment
  const configurations = {
    na: dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'ON24, North America' }),
    eu: dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'ON24, Europe' }),
  }
  on24.na.addAccount(accounts.na)
  on24.eu.addAccount(accounts.eu)
  const staged: Webinar[] = []
  for (const webinar of webinars) {
    const event = staged.find(({ name }) => name === webinar.partOf)
    staged.push(addWebinar(environment, webinar, configurations[webinar.region], event?.id))
  }
  for (const event of staged.filter(({ kind }) => kind === 'event')) {
    const parts = staged.filter(({ partOf }) => partOf === event.name)
    for (const number of earlyPeople) addEarlyPerson(environment, event, parts, number)
    for (const number of sharedAddresses) addSharedAddress(environment, event, parts, number)
  }
  const employer = dataverse.insert('account', { name: 'Analytical Engines' })
  const contacts = new Map(people.map((person) => [person, addContact(environment, person, employer)]))
  return { environment, configurations, webinars: staged, contacts }
}

function addContact({ dataverse }: Environment, person: number, employer: string) {
  const names = { firstname: 'Person', lastname: String(person), jobtitle: 'Engineer' }
  return dataverse.insert('contact', { ...names, emailaddress1: emailOf(person), parentcustomerid: employer })
}

export function earlyEmail(event: string, number: number): string {
  return `early${number}@${event.toLowerCase()}.example.test`
}

export function sharedEmail(event: string, number: number): string {
  return `office${number}@${event.toLowerCase()}.example.test`
}

function addWebinar(
  { dataverse, on24 }: Environment,
  webinar: PlannedWebinar,
  configuration: string,
  event: string | undefined,
): Webinar {
  const { name, kind, region } = webinar
  const start = new Date(Date.now() - 3 * hour)
  const end = new Date(start.getTime() + hour)
  const { clientId } = accounts[region]
  const id = on24[region].addEvent({ clientId, title: name, goodafter: start, durationMinutes: 60 })
  const table = `msevtmgt_${kind}`
  const common = {
    msevtmgt_name: name,
    msevtmgt_webinarconfigurationid: configuration,
    msevtmgt_webinarid: String(id),
  }
  const row =
    kind === 'event'
      ? {
          msevtmgt_eventformat: 100_000_002,
          msevtmgt_eventtimezone: 92,
          msevtmgt_eventstartdate: utc(start),
          msevtmgt_eventenddate: utc(end),
        }
      : {
          msevtmgt_event: event,
          msevtmgt_sessionformat: 100_000_002,
          msevtmgt_starttime: utc(start),
          msevtmgt_endtime: utc(end),
        }
  return { ...webinar, table, id: dataverse.insert(table, { ...common, ...row }), on24: id }
}

/** Registered on ON24's page and entered in CRM: every second with ON24's id, the others by their address alone. */
function addEarlyPerson({ dataverse, on24 }: Environment, event: Webinar, parts: Webinar[], number: number) {
  const emailaddress1 = earlyEmail(event.name, number)
  const contact = dataverse.insert('contact', { firstname: 'Early', lastname: String(number), emailaddress1 })
  let eventRegistration: string | undefined
  for (const webinar of [event, ...parts]) {
    const providerId = on24[webinar.region].register(webinar.on24, { email: emailaddress1 })
    const known = number % 2 ? { msevtmgt_webinarregistrationid: String(providerId) } : {}
    const values = { ...known, msevtmgt_syncedwithprovider: yes }
    const row = addRegistration(dataverse, webinar, contact, eventRegistration, values)
    eventRegistration ??= row
  }
}

/** Two contacts with one address; ON24 knows that address once. */
function addSharedAddress({ dataverse, on24 }: Environment, event: Webinar, parts: Webinar[], number: number) {
  const emailaddress1 = sharedEmail(event.name, number)
  for (const webinar of [event, ...parts]) on24[webinar.region].register(webinar.on24, { email: emailaddress1 })
  for (const lastname of ['First', 'Second']) {
    const contact = dataverse.insert('contact', { firstname: 'Office', lastname, emailaddress1 })
    const values = { msevtmgt_syncedwithprovider: yes }
    const eventRegistration = addRegistration(dataverse, event, contact, undefined, values)
    for (const part of parts) addRegistration(dataverse, part, contact, eventRegistration, values)
  }
}

/** A registration row of either table; a session's may lean on that of its event. */
export function addRegistration(
  dataverse: Environment['dataverse'],
  { kind, id }: Webinar,
  contact: string,
  eventRegistration: string | undefined,
  values: Record<string, unknown> = {},
): string {
  return kind === 'event'
    ? dataverse.insert('msevtmgt_eventregistration', {
        msevtmgt_contactid: contact,
        msevtmgt_eventid: id,
        ...values,
      })
    : dataverse.insert('msevtmgt_sessionregistration', {
        msevtmgt_contactid: contact,
        msevtmgt_sessionid: id,
        ...(eventRegistration && { msevtmgt_registrationid: eventRegistration }),
        ...values,
      })
}

/** As the wall clock of an event whose zone is UTC. */
function utc(time: Date) {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}

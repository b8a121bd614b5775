import type { Environment } from '../environment.ts'
import { emailOf, type PlannedWebinar, people, webinars } from './plan.ts'

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

/** Everything that is there before the connector: contacts, and events and sessions with their webinars. */
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
  const employer = dataverse.insert('account', { name: 'Analytical Engines' })
  const contacts = new Map(people.map((person) => [person, addContact(environment, person, employer)]))
  return { environment, configurations, webinars: staged, contacts }
}

function addContact({ dataverse }: Environment, person: number, employer: string) {
  const names = { firstname: 'Person', lastname: String(person), jobtitle: 'Engineer' }
  return dataverse.insert('contact', { ...names, emailaddress1: emailOf(person), parentcustomerid: employer })
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

import { hour } from '../../lib/core/time.ts'
import type { Environment } from '../environment/environment.ts'
import { factsOf } from './audience.ts'
import { personOf } from './people.ts'

/** Ids and credentials that the printed commands use. */
export type Seeded = {
  clientId: string
  accessTokenKey: string
  accessTokenSecret: string
  configuration: string
  registration: string
  event: string
  pastEvent: string
  /** Where an application that has a role gets its tokens, and what it posts there. */
  signIn: { url: string; form: string }
}

const eve = { firstname: 'Eve', lastname: 'Moore' }

/** Fixed ids, so that a command from the shell's history works after a restart. */
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/**
 * Adds an ON24 account, the row for its credentials, an event of tomorrow with a registration and one of yesterday, and an
 * application that may read.
 */
export function seed(
  { dataverse, identity, on24: { na } }: Pick<Environment, 'dataverse' | 'identity' | 'on24'>,
  now: () => Date,
): Seeded {
  const account = { clientId: '10001', accessTokenKey: 'A'.repeat(32), accessTokenSecret: 'b'.repeat(64) }
  na.addAccount(account)
  const configuration = dataverse.insert('msevtmgt_webinarconfiguration', {
    msevtmgt_webinarconfigurationid: id(1),
    msevtmgt_name: 'ON24, North America',
    msevtmgt_clientid: account.clientId,
  })
  const company = dataverse.insert('account', { name: 'Analytical Engines' })
  const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test', jobtitle: 'CTO' }
  const contact = dataverse.insert('contact', { contactid: id(2), ...ada, parentcustomerid: company })

  const webinar = (eventId: string, title: string, start: Date) =>
    addWebinar({ dataverse, on24: { na } }, { ...account, configuration }, { eventId, title, start }).webinar
  const register = (registrationId: string, values: Record<string, unknown>) =>
    dataverse.insert('msevtmgt_eventregistration', { msevtmgt_eventregistrationid: registrationId, ...values })

  // A day later it is over.
  webinar(id(3), 'Spring demo', new Date(now().getTime() + 22 * hour))
  const registration = register(id(4), { msevtmgt_contactid: contact, msevtmgt_eventid: id(3) })
  const past = webinar(id(5), 'Winter demo', new Date(now().getTime() - 24 * hour))
  const attended = (number: number, contactId: string, email: string) => {
    const registrationId = id(10 + number)
    const attendee = na.register(past, { email, exteventusercd: registrationId })
    register(registrationId, {
      ...{ msevtmgt_contactid: contactId, msevtmgt_eventid: id(5) },
      ...{ msevtmgt_webinarregistrationid: String(attendee), msevtmgt_syncedwithprovider: 100_000_002 },
    })
    na.attend(past, attendee, factsOf(number, na.event(past)))
  }
  attended(0, contact, ada.emailaddress1)
  for (const number of [1, 2]) {
    const person = personOf(number)
    attended(number, dataverse.insert('contact', person), person.emailaddress1)
  }
  // Somebody came by ON24's own page.
  na.attend(past, na.register(past, { ...eve, email: 'eve@example.test' }), factsOf(3, na.event(past)))
  const { tenant, clientId } = identity.entra
  const secret = 'local'
  const reader = identity.entra.addClient({ clientId: id(7), secret, roles: ['Reader'] })
  const signIn = {
    url: `${identity.url}/${tenant}/oauth2/v2.0/token`,
    form: `grant_type=client_credentials&client_id=${reader}&client_secret=${secret}&scope=${clientId}/.default`,
  }
  return { ...account, configuration, registration, event: id(3), pastEvent: id(5), signIn }
}

/** Saves an event of one hour that is run as a webinar, and gives it its webinar at ON24. */
export function addWebinar(
  { dataverse, on24 }: { dataverse: Environment['dataverse']; on24: Pick<Environment['on24'], 'na'> },
  { clientId, configuration }: Pick<Seeded, 'clientId' | 'configuration'>,
  { eventId, title, start }: { eventId?: string; title: string; start: Date },
): { event: string; webinar: number } {
  const webinar = on24.na.addEvent({ clientId, title, goodafter: start, durationMinutes: 60 })
  const event = dataverse.insert('msevtmgt_event', {
    ...(eventId && { msevtmgt_eventid: eventId }),
    msevtmgt_name: title,
    msevtmgt_eventformat: 100_000_002,
    msevtmgt_eventtimezone: 92,
    msevtmgt_eventstartdate: utc(start),
    msevtmgt_eventenddate: utc(new Date(start.getTime() + hour)),
    msevtmgt_webinarconfigurationid: configuration,
    msevtmgt_webinarid: String(webinar),
  })
  return { event, webinar }
}

/** The wall clock of an event whose zone is UTC. */
function utc(time: Date) {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}

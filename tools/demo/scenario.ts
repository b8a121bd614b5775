import type { Environment } from '../environment/environment.ts'
import { emailOf, type PlannedWebinar, people } from './plan.ts'

/** A planned webinar with its row in CRM and its id at ON24. */
export type Webinar = PlannedWebinar & { id: string; table: string; on24: number }

/** The environment with accounts and contacts, before there are events. */
export type InitialScenario = {
  environment: Environment
  configurations: Record<'na' | 'eu', string>
  /** The contact's id by the number of the person. */
  contacts: ReadonlyMap<number, string>
}

export type Scenario = InitialScenario & { webinars: Webinar[] }

/** ON24 accounts; each is known in its own region only. */
export const accounts = {
  na: { clientId: '10001', accessTokenKey: 'A'.repeat(32), accessTokenSecret: 'b'.repeat(64) },
  eu: { clientId: '20001', accessTokenKey: 'C'.repeat(32), accessTokenSecret: 'd'.repeat(64) },
}

/** Adds two accounts at ON24, the rows for their credentials, and contacts; no event and no webinar. */
export function createScenario(environment: Environment): InitialScenario {
  const { dataverse, on24 } = environment
  const configurations = {
    na: dataverse.insert('msevtmgt_webinarconfiguration', {
      msevtmgt_name: 'ON24, North America',
      msevtmgt_clientid: accounts.na.clientId,
    }),
    eu: dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'ON24, Europe' }),
  }
  on24.na.addAccount(accounts.na)
  on24.eu.addAccount(accounts.eu)
  const employer = dataverse.insert('account', { name: 'Analytical Engines' })
  const contacts = new Map(people.map((person) => [person, addContact(environment, person, employer)]))
  return { environment, configurations, contacts }
}

function addContact({ dataverse }: Environment, person: number, employer: string) {
  const names = { firstname: 'Person', lastname: String(person), jobtitle: 'Engineer' }
  return dataverse.insert('contact', { ...names, emailaddress1: emailOf(person), parentcustomerid: employer })
}

/** Adds a registration for an event, or for a session with or without a link to that of its event; returns its id. */
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

import type { Environment } from '../environment/environment.ts'
import { importedPeople, sharedAddresses } from './plan.ts'
import { addRegistration, type Scenario, type Webinar } from './scenario.ts'

const synced = { msevtmgt_syncedwithprovider: 100_000_002 }

/** Adds rows in CRM for people who registered on ON24's own page, as an import does. */
export function importPeople({ environment, webinars }: Scenario) {
  for (const event of webinars.filter(({ kind }) => kind === 'event')) {
    const sessions = webinars.filter(({ partOf }) => partOf === event.name)
    for (const number of importedPeople) addPerson(environment, event, sessions, number)
    for (const number of sharedAddresses) addSharedAddress(environment, event, sessions, number)
  }
}

export function importedEmail(event: string, number: number): string {
  return `imported${number}@${event.toLowerCase()}.example.test`
}

export function sharedEmail(event: string, number: number): string {
  return `office${number}@${event.toLowerCase()}.example.test`
}

/** Every other person is imported with ON24's id, the others with the address only. */
function addPerson({ dataverse, on24 }: Environment, event: Webinar, sessions: Webinar[], number: number) {
  const emailaddress1 = importedEmail(event.name, number)
  const contact = dataverse.insert('contact', { firstname: 'Imported', lastname: String(number), emailaddress1 })
  let eventRegistration: string | undefined
  for (const webinar of [event, ...sessions]) {
    const providerId = on24[webinar.region].register(webinar.on24, { email: emailaddress1 })
    const known = number % 2 ? { msevtmgt_webinarregistrationid: String(providerId) } : {}
    const row = addRegistration(dataverse, webinar, contact, eventRegistration, { ...known, ...synced })
    eventRegistration ??= row
  }
}

/** Adds two contacts with one address. */
function addSharedAddress({ dataverse }: Environment, event: Webinar, sessions: Webinar[], number: number) {
  const emailaddress1 = sharedEmail(event.name, number)
  for (const lastname of ['First', 'Second']) {
    const contact = dataverse.insert('contact', { firstname: 'Office', lastname, emailaddress1 })
    const eventRegistration = addRegistration(dataverse, event, contact, undefined, synced)
    for (const session of sessions) addRegistration(dataverse, session, contact, eventRegistration, synced)
  }
}

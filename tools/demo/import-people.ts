import type { Environment } from '../environment/environment.ts'
import { importedPeople, sharedAddresses } from './plan.ts'
import { addRegistration, type Stage, type Webinar } from './scenario.ts'

const synced = { msevtmgt_syncedwithprovider: 100_000_002 }

/** Those who registered on ON24's own page get their rows in CRM by an import, which wakes no webhook. */
export function importPeople({ environment, webinars }: Stage) {
  for (const event of webinars.filter(({ kind }) => kind === 'event')) {
    const parts = webinars.filter(({ partOf }) => partOf === event.name)
    for (const number of importedPeople) addPerson(environment, event, parts, number)
    for (const number of sharedAddresses) addSharedAddress(environment, event, parts, number)
  }
}

export function importedEmail(event: string, number: number): string {
  return `imported${number}@${event.toLowerCase()}.example.test`
}

export function sharedEmail(event: string, number: number): string {
  return `office${number}@${event.toLowerCase()}.example.test`
}

/** Every second comes with ON24's id, the others with their address alone. */
function addPerson({ dataverse, on24 }: Environment, event: Webinar, parts: Webinar[], number: number) {
  const emailaddress1 = importedEmail(event.name, number)
  const contact = dataverse.insert('contact', { firstname: 'Imported', lastname: String(number), emailaddress1 })
  let eventRegistration: string | undefined
  for (const webinar of [event, ...parts]) {
    const providerId = on24[webinar.region].register(webinar.on24, { email: emailaddress1 })
    const known = number % 2 ? { msevtmgt_webinarregistrationid: String(providerId) } : {}
    const row = addRegistration(dataverse, webinar, contact, eventRegistration, { ...known, ...synced })
    eventRegistration ??= row
  }
}

/** Two contacts with one address. */
function addSharedAddress({ dataverse }: Environment, event: Webinar, parts: Webinar[], number: number) {
  const emailaddress1 = sharedEmail(event.name, number)
  for (const lastname of ['First', 'Second']) {
    const contact = dataverse.insert('contact', { firstname: 'Office', lastname, emailaddress1 })
    const eventRegistration = addRegistration(dataverse, event, contact, undefined, synced)
    for (const part of parts) addRegistration(dataverse, part, contact, eventRegistration, synced)
  }
}

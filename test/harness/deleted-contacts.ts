import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { day } from '../../lib/core/time.ts'
import type { WebinarKind } from '../../lib/model/crm.ts'
import { type TestApp, until, type Webinar } from './test-app.ts'
import { wallClock } from './wall-clock.ts'

type Row = { partitionKey: string; rowKey: string; goneAt?: Date; contact?: string }
type Receipt = {
  state: string
  contact: string | null
  accounts: { configuration: string; state: string; erased: Record<string, number>; reason?: string }[]
}
type Order = { outcome: string; run?: string; subject?: string; orderedBy?: string }
type Options = { webinars?: number; kind?: WebinarKind; settings?: Record<string, unknown> }

const hour = day / 24

function tableOf({ storage }: TestApp, name: string) {
  return TableClient.fromConnectionString(storage.connectionString, name, { allowInsecureConnection: true })
}

/** Reads the notes of a contact; with a column: every record that has the contact in it. */
export function noted(app: TestApp, contact: string, column?: 'contact'): Promise<Row[]> {
  const filter = column ? `contact eq '${contact}'` : `PartitionKey eq 'contact_${contact}'`
  return Array.fromAsync(tableOf(app, 'registrations').listEntities<Row>({ queryOptions: { filter } }))
}

/** Sets back by a day since when a contact is gone, and lets the next sweep look for contacts again. */
export async function aDayPasses(app: TestApp, contact: string) {
  for (const { partitionKey, rowKey, goneAt } of await noted(app, contact)) {
    if (!goneAt) continue
    const before = new Date(goneAt.getTime() - day - hour)
    await tableOf(app, 'registrations').updateEntity({ partitionKey, rowKey, goneAt: before }, 'Merge')
  }
  await anHourPasses(app)
}

/** Lets the next sweep look for contacts that are gone. */
export async function anHourPasses(app: TestApp) {
  await tableOf(app, 'cursors')
    .deleteEntity('cursor', 'deleted contacts')
    .catch(() => undefined)
}

/** A contact registered for webinars of an account that erases deleted contacts. */
export async function withContacts(app: TestApp, { webinars: count = 1, kind = 'event', settings }: Options = {}) {
  const account = await app.account({ settings: { wbc_erasedeleted: true, ...settings } })
  const person = { firstname: 'Ada', lastname: 'Byron', emailaddress1: `ada-${crypto.randomUUID()}@example.test` }
  const contact = app.contact(person)
  const webinars: Webinar[] = []
  const registrations: string[] = []
  for (let at = 0; at < count; at++) {
    const event = await app.webinar({ ...account, ...(kind === 'session' && { values: { msevtmgt_webinarid: null } }) })
    const webinar = kind === 'session' ? sessionOf(app, account.configuration, event) : event
    webinars.push(webinar)
    registrations.push(await joinAs(app, webinar, contact))
  }
  const [first, second = first] = webinars
  if (!first || !second) throw new Error('There is no webinar.')
  const { configuration } = account
  return {
    contact,
    person,
    account: { configuration },
    webinars: [first, second].slice(0, count) as [Webinar, Webinar],
    registrations,
  }
}

function sessionOf(app: TestApp, configuration: string, event: Webinar): Webinar {
  const start = new Date(Date.now() + day)
  const id = app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event.id, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_starttime: wallClock(start), msevtmgt_endtime: wallClock(new Date(start.getTime() + hour)) },
    ...{ msevtmgt_webinarconfigurationid: configuration, msevtmgt_webinarid: String(event.on24) },
  })
  return { ...event, kind: 'session', id }
}

/** Registers a contact; resolves with the registration once it is at ON24. */
export async function joinAs(app: TestApp, webinar: Webinar, contact: string) {
  const registration = app.register(webinar, contact)
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  return registration
}

/** Deletes a contact, for which its registrations for events have to be deleted before; resolves once it was followed. */
export async function deleteContact(app: TestApp, contact: string, registrations: readonly string[]) {
  for (const id of registrations) app.dataverse.remove('msevtmgt_eventregistration', id)
  const records = () => Promise.all(registrations.map((id) => recordsOf(app, id)))
  await until(async () => expect((await records()).flat()).toEqual([]))
  // The message of its creation.
  await until(() => expect(followed(app, contact).length).toBeGreaterThan(0))
  const before = followed(app, contact).length
  app.dataverse.remove('contact', contact)
  await until(() => expect(followed(app, contact).length).toBeGreaterThan(before))
}

/** The outcomes of messages about a contact. */
export function followed(app: TestApp, contact: string) {
  const isOf = ({ table, id, outcome }: Record<string, unknown>) =>
    table === 'contact' && id === contact && outcome !== 'comes back'
  return app
    .reports('connector.message')
    .filter(isOf)
    .map(({ outcome }) => outcome)
}

function recordsOf(app: TestApp, registration: string) {
  const filter = `PartitionKey eq '${registration}'`
  return Array.fromAsync(tableOf(app, 'registrations').listEntities({ queryOptions: { filter } }))
}

/** The records of the trail of the erasure of a contact, the newest first. */
export async function orders(app: TestApp, contact: string) {
  const answer = await app.call('GET', 'audit?action=person_erased')
  const { records } = (await answer.json()) as { records: (Order & { actor: { by: string } })[] }
  return records
    .filter(({ subject }) => subject === `contact ${contact}`)
    .map((record) => ({ ...record, orderedBy: record.actor.by }))
}

/** The receipt of the erasure of a contact, once it has ended. */
export function erased(app: TestApp, contact: string): Promise<Receipt> {
  return until(async () => {
    const [done] = await orders(app, contact)
    expect(done?.run).toBeDefined()
    const receipt = (await (await app.call('GET', `erasures/${done?.run}`)).json()) as Receipt
    expect(receipt.state).toBe('ended')
    return receipt
  })
}

/** How ON24 has the registrants of a webinar. */
export function states(app: TestApp, webinar: Webinar | undefined) {
  return webinar ? app.registrants(webinar).map(({ userstatus }) => userstatus) : []
}

import { randomUUID } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { watchedTables } from '../../../lib/dataverse/changes.ts'
import { createDataverse, type Dataverse } from '../../../lib/dataverse/client.ts'
import { type Crm, createCrm } from '../../../lib/dataverse/crm.ts'
import { createOrganization } from '../../../lib/dataverse/organization.ts'
import type { Selection } from '../../../lib/dataverse/selection.ts'
import { logicalName, type Table } from '../../../lib/dataverse/table-definition.ts'
import { allTables, isOutcome, tables } from '../../../lib/dataverse/tables.ts'
import { createTimeZones } from '../../../lib/dataverse/time-zones.ts'
import type { RowPlace } from '../../../lib/model/attendee-rows.ts'
import type { WebinarKind } from '../../../lib/model/crm.ts'
import { noBreaker } from '../../harness/no-limits.ts'

test('a column that lib/dataverse names stands in the list', () => {
  const listed = allTables.flatMap(({ name, set, key, columns, written }) =>
    [name, set, key, ...Object.keys(columns), ...written].map(logicalName),
  )
  const sources = globSync('lib/dataverse/*.ts').map((file) => readFileSync(file, 'utf8'))
  const named = sources.flatMap((source) => source.match(/_?(?:msevtmgt|wbc)_\w+/gi) ?? []).map(logicalName)
  expect(new Set(named).size).toBeGreaterThan(30)
  expect(named.filter((column) => !listed.includes(column))).toEqual([])
})

test('the columns in the list are those that are read and written', async () => {
  const used = await columnsInUse()
  for (const table of allTables) {
    const { read, written } = used.get(table.name) ?? { read: new Set(), written: new Set() }
    const listed = (columns: readonly string[]) => [...new Set(columns.map(logicalName))].sort()
    expect({ [table.name]: [...read].sort() }).toEqual({ [table.name]: listed(Object.keys(table.columns)) })
    expect({ [table.name]: [...written].sort() }).toEqual({ [table.name]: listed(table.written) })
  }
})

/** Calls all of `lib/dataverse` on an emulator and notes the columns of each table that were read and written. */
async function columnsInUse() {
  const emulator = await startDataverse({ ownTables: true })
  onTestFinished(() => emulator.stop())
  const { recording, used } = recorder(createDataverse(emulator.url, async () => 'token', noBreaker))
  const crm = createCrm(recording, { event: new Map(), session: new Map() })
  const configuration = emulator.insert('msevtmgt_webinarconfiguration', {})
  const contact = emulator.insert('contact', { emailaddress1: 'ada@example.test' })
  const event = emulator.insert('msevtmgt_event', { msevtmgt_webinarconfigurationid: configuration })
  const session = emulator.insert('msevtmgt_session', { msevtmgt_event: event })
  const person = { msevtmgt_contactid: contact }
  const ofEvent = emulator.insert('msevtmgt_eventregistration', { ...person, msevtmgt_eventid: event })
  const ofSession = emulator.insert('msevtmgt_sessionregistration', { ...person, msevtmgt_sessionid: session })
  const all = <T>(rows: AsyncIterable<T>) => Array.fromAsync(rows)
  const [from, to] = [new Date('2026-01-01'), new Date('2027-01-01')]

  await crm.configurationRow(configuration)
  await crm.writeConfiguration(configuration, {
    authorized: 'yes',
    status: 'healthy',
    message: 'Well.',
    metricsAt: from,
    clientId: null,
    generation: 2,
    blankSecrets: true,
  })
  await crm.writeConsent(randomUUID(), 'Terms')
  await crm.acceptedTerms(undefined)
  await crm.writeWebinarTypes(configuration, [{ id: randomUUID(), value: 'fav', name: 'Video' }], () => true)
  await crm.venueOf({ kind: 'event', id: randomUUID() })
  await crm.venueOf({ kind: 'session', id: randomUUID() })
  await crm.webinarTypesOf(configuration)
  await all(crm.webinarsNamingAny(['7']))
  await crm.webinarsOf(configuration).next()
  await all(crm.webinarsEnding(from, to))
  await all(crm.webinarsBegun(from, to))
  await createTimeZones(recording)(110)
  await crm.timeZoneCodeOf('Europe/Berlin')
  await createOrganization(recording).languageCode()
  await crm.registrationsOf(contact)
  await crm.emailOfContact(contact)
  await crm.contactsAmong([contact])
  const emails = ['ada@example.test']
  await crm.registrationsOfPerson({ contact, emails })
  for (const rows of ['attendees', 'unmatched'] as const)
    await crm.ownRowsOfPerson(rows, configuration, { contact, emails })
  await all(crm.pendingRegistrations(from, to))
  await all(crm.registrationsOfChanged(from, from, to))
  const people = { eventId: event, contactId: contact, eventRegistrationId: ofEvent, from, to }
  const visit = { ...people, metrics: { minutes: 42, questions: 3 } }
  const checkIn = { ...visit, sessionId: session, sessionRegistrationId: ofSession, id: randomUUID() }
  for (const kind of ['event', 'session'] as const) {
    const id = { event, session }[kind]
    const registration = { event: ofEvent, session: ofSession }[kind]
    const row = { table: tables[kind].name, id }
    const webinar = await crm.webinar(row)
    const planned = await crm.plannedWebinar(row)
    if (!webinar || !planned) throw new Error(`There is no ${kind}.`)
    await all(crm.sessionsOf(row))
    const links = { webinarId: '7', audienceUrl: 'https://on24.test/7', presenterUrl: 'https://on24.test/p/7' }
    await crm.writeWebinar(planned, { ...links, status: 'Ready', reason: 'Made.' })
    const linked = await crm.plannedWebinar(row)
    if (linked) await crm.writeWebinar(linked, { audienceUrl: `https://on24.test/${'7'.repeat(300)}`, reason: 'Long.' })
    const found = await crm.registration({ table: crm.registrationTableOf(kind), id: registration })
    await crm.registrationsByEmail(kind, id, 'ada@example.test', registration)
    await all(crm.registrationsFor(webinar, 'open'))
    await all(crm.registrationsWithContacts(kind, id))
    await all(crm.refusalsOf(kind, id))
    await all(crm.registrationKeys(kind, id))
    await all(crm.registrationsCounted(kind, id))
    const counts = { due: 3, sent: 1, waiting: 1, refused: 1, cancelled: 1, attendees: 2, matched: 1, unmatched: 1 }
    const drift = { driftFound: 1, driftRepaired: 1 }
    await crm.writeWebinarLedger({
      ...{ ...counts, ...drift, id: randomUUID(), kind, webinarRow: id, configuration, owner: planned.owner },
      ...{ name: 'Demo', startsOn: from, endsOn: to, waitingSince: from, refusals: '1 × No.', minutes: 7 },
      ...{ reviewedOn: from, pulledOn: from, needsSomebody: true },
    })
    await crm.writeDailyLedger([
      {
        ...{ ...counts, ...drift, id: randomUUID(), name: 'Day', day: '2026-05-12', configuration },
        ...{ meanSeconds: 7, slowestSeconds: 9 },
      },
    ])
    const status = { synced: true, state: 'published', text: 'Registered', providerId: '700' } as const
    await crm.writeOutcome(kind, registration, status, found?.registration.etag ?? '')
    const owner = await crm.webinarOwner(kind, id)
    await crm.writeCheckIns([{ ...checkIn, kind, owner }])
    await crm.notify(owner, { title: 'News', body: 'All is well.', link: 'Open' }, { kind, ...row })
    await all(crm.checkInsOf(kind, id))
  }
  await useFoundWebinars(crm, configuration, event)
  emulator.insert('wbc_fieldmapping', { wbc_configurationid: configuration })
  await useMapping(crm, configuration, { event: [event, ofEvent], session: [session, ofSession] })
  await useRegisteredThere(crm, event, session)
  await useAttendees(crm, { eventId: event, sessionId: session, configuration })
  await crm.makeAccountSettings(configuration, 'ON24 10001')
  await crm.accountSettings(configuration)
  const ordered = emulator.insert('wbc_request', {})
  const request = await crm.request(ordered)
  const news = { name: 'Check', state: 'done', answer: 'Well.', progress: 100, run: '7' } as const
  if (request) await crm.writeRequest(request, { ...news, startedOn: from, finishedOn: to })
  for (const table of watchedTables) await crm.changesSince(table, undefined, to, 1)
  return used
}

async function useFoundWebinars(crm: Crm, configuration: string, event: string) {
  const times = { start: new Date('2026-05-12'), end: new Date('2026-05-13') }
  const found = { ...times, id: randomUUID(), configuration, webinarId: '7', title: 'Demo', registrants: 3 }
  await crm.showFoundWebinars(configuration, [{ ...found, link: 'https://on24.test/7', format: 'Webcast' }])
  await crm.foundWebinar(found.id)
  await crm.showFoundWebinars(configuration, [])
  const [type] = await crm.webinarTypesOf(configuration)
  const owner = await crm.webinarOwner('event', event)
  const draft = { id: randomUUID(), configuration, webinarId: '7', title: 'Demo', description: 'New', language: 'de' }
  const wall = { start: '2026-05-12T16:00:00', end: '2026-05-12T17:00:00', timeZoneCode: 110 }
  await crm.createEvent({ ...draft, ...wall, type: type?.id }, owner)
}

async function useMapping(crm: Crm, configuration: string, rows: Record<WebinarKind, readonly [string, string]>) {
  const [line] = await crm.fieldMappings()
  if (line) await crm.writeMappingProblem(line, 'It names no field.')
  const field = { id: randomUUID(), field: 'std1', caption: 'Colour', required: true, options: ['Red'] }
  const shown = { ...field, position: 0, longest: 100, missing: 1 }
  await crm.showProviderFields({ kind: 'account', id: configuration }, [shown])
  const columns = { contact: ['jobtitle'], account: ['name'], registration: ['statuscode'], answers: true }
  for (const kind of ['event', 'session'] as const) {
    const [webinar, registration] = rows[kind]
    await crm.showProviderFields({ kind, id: webinar }, [{ ...shown, id: randomUUID() }])
    await crm.registrationsByEmail(kind, webinar, 'ada@example.test', registration, columns)
    await Array.fromAsync(crm.registrationsWithContacts(kind, webinar, columns))
  }
}

async function useRegisteredThere(crm: Crm, eventId: string, session: string) {
  const owner = await crm.webinarOwner('event', eventId)
  const emails = ['eve@example.test']
  const contact = { id: randomUUID(), email: 'eve@example.test', firstName: 'Eve', lastName: 'Holt', eventId }
  await crm.contactsLike(emails)
  await crm.createContact(contact, owner)
  const made = { contactId: contact.id, eventId, providerId: '701' }
  const ofEvent = {
    ...made,
    kind: 'event',
    id: randomUUID(),
    webinarRow: eventId,
    eventRegistrationId: undefined,
  } as const
  await crm.createRegistration(ofEvent, 'Registered', owner)
  const ofSession = { ...made, kind: 'session', webinarRow: session, eventRegistrationId: ofEvent.id } as const
  await crm.createRegistration({ ...ofSession, id: randomUUID() }, 'Registered', owner)
  const purpose = randomUUID()
  await crm.withoutConsent(purpose, emails)
  await crm.writeConsents(purpose, [{ id: randomUUID(), email: 'eve@example.test' }])
}

async function useAttendees(crm: Crm, place: RowPlace) {
  const row = { ...place, id: randomUUID(), digest: 'digest' }
  const person = { firstName: 'Ada', lastName: 'Byron', company: 'Engines' }
  const watched = { liveMinutes: 42, onDemandMinutes: 3, firstJoinedOn: new Date('2026-01-01') }
  const owner = await crm.webinarOwner('event', place.eventId)
  await crm.writeUnmatched([{ ...row, ...watched, email: 'ada@example.test', person, cause: 'several' }], owner)
  await crm.unmatchedAttendee(row.id)
  await crm.closeUnmatched(row.id)
  const links = { eventRegistrationId: undefined, sessionRegistrationId: undefined, contactId: undefined }
  const facts = { email: 'ada@example.test', person, engagement: {}, matchedBy: undefined, cause: undefined }
  await crm.writeAttendees([{ ...row, ...links, ...facts, actionsDigest: 'digest' }], owner)
  const did = {
    kind: 'poll',
    key: '1',
    subject: 'How?',
    answer: 'Well',
    at: undefined,
    times: 1,
    link: undefined,
  } as const
  await crm.writeActions([{ ...row, ...did, id: randomUUID(), attendeeId: row.id }], owner)
  await Array.fromAsync(crm.actionsOf([row.id]))
  for (const [kind, id] of [
    ['event', place.eventId],
    ['session', place.sessionId ?? ''],
  ] as const) {
    await Array.fromAsync(crm.unmatchedOf(kind, id))
    await Array.fromAsync(crm.attendeesOf(kind, id))
  }
}

type Use = { read: Set<string>; written: Set<string> }

function recorder(dataverse: Dataverse) {
  const used = new Map<string, Use>()
  function note(use: keyof Use, { name, key }: Table, columns: readonly string[]) {
    const uses = used.get(name) ?? { read: new Set(), written: new Set() }
    used.set(name, uses)
    for (const column of columns) if (column !== key) uses[use].add(logicalName(column))
  }
  function noteSelection({ table, columns, related }: Selection<unknown>) {
    note('read', table, columns.length ? columns : Object.keys(table.columns))
    for (const [navigation, selection] of Object.entries(related)) {
      // The lookup is read as well. The navigation property of one that leads to several tables ends with the table.
      note('read', table, [navigation.replace(/_account$/, '')])
      noteSelection(selection)
    }
  }
  const recording: Dataverse = {
    ...dataverse,
    row(selection, id) {
      noteSelection(selection)
      return dataverse.row(selection, id)
    },
    rows(selection, condition) {
      noteSelection(selection)
      return dataverse.rows(selection, condition)
    },
    privateRows(selection, condition) {
      noteSelection(selection)
      return dataverse.privateRows(selection, condition)
    },
    update(table, id, values, etag) {
      note('written', table, Object.keys(values))
      return dataverse.update(table, id, values, etag)
    },
    updateVersion(table, id, values, etag) {
      note('written', table, Object.keys(values))
      return dataverse.updateVersion(table, id, values, etag)
    },
    updateVersions(changes) {
      for (const { table, values } of changes) note('written', table, Object.keys(values))
      return dataverse.updateVersions(changes)
    },
    upsert(table, id, values, isNew) {
      note('written', table, Object.keys(values))
      return dataverse.upsert(table, id, values, isNew)
    },
    upsertAll(table, rows) {
      note('written', table, rows.flatMap(Object.keys))
      return dataverse.upsertAll(table, rows)
    },
    batch(requests, timeout) {
      for (const { path, json } of requests) {
        const table = allTables.find(({ set }) => path.includes(`/${set}(`))
        if (table && json) note('written', table, Object.keys(json))
        const read = /\/(\w+)\?\$select=([\w,]+)/.exec(path)
        const asked = read && allTables.find(({ set }) => set === read[1])
        if (asked) note('read', asked, (read[2] ?? '').split(','))
      }
      return dataverse.batch(requests, timeout)
    },
  }
  return { recording, used }
}

test.each([
  ['msevtmgt_eventregistration', ['msevtmgt_registrationstatus', 'msevtmgt_eventregistrationid', 'modifiedon'], true],
  ['msevtmgt_eventregistration', ['msevtmgt_registrationstatus', 'statuscode'], false],
  ['msevtmgt_eventregistration', ['a_column_of_the_customer'], false],
  ['msevtmgt_eventregistration', [], false],
  ['msevtmgt_event', ['msevtmgt_webinarstatus', 'msevtmgt_webinarstatusreason', 'modifiedby'], true],
  ['msevtmgt_event', ['msevtmgt_webinarstatus', 'msevtmgt_webinarid'], false],
])('an update of %s that sets %j is an echo of an outcome: %s', (table, columns, isEcho) => {
  expect(isOutcome(table, columns)).toBe(isEcho)
})

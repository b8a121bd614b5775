import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { afterAll, expect, test } from 'vitest'
import type { Dataverse } from '../lib/dataverse/client.ts'
import type { Selection } from '../lib/dataverse/selection.ts'
import type { CheckIn, WebinarRow } from '../lib/model/crm.ts'

/** A copy of the sources, into which a fact is added as a developer would add it: one line in each list. */
const copy = mkdtempSync(join(tmpdir(), 'one-more-fact-'))
afterAll(() => rmSync(copy, { recursive: true }))
for (const folder of ['lib', 'crm']) cpSync(folder, join(copy, folder), { recursive: true })
symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
writeFileSync(join(copy, 'package.json'), '{ "type": "module" }')

addLine('lib/on24/schemas.ts', "  questions: ['askedquestions'],", "  polls: ['answeredpolls'],")
addLine('lib/dataverse/field-columns.ts', "  questions: 'msevtmgt_numberofquestionsasked',", "  polls: 'new_polls',")
addLine('lib/dataverse/field-columns.ts', "  jobTitle: 'jobtitle',", "  mobile: 'mobilephone',")

addLine('lib/model/engagement.ts', "  reactions: 'count',", "  breakouts: 'count',")
addLine(
  'lib/on24/engagement.ts',
  '  reactions: (raw) => rowsOf(raw.reactions).length,',
  '  breakouts: (raw) => rowsOf(raw.breakouts).length,',
)
addLine(
  'crm/solution/attendee-fields.ts',
  "  reactions: texts('Reactions', 'Reaktionen', 'Reactions such as hearts.', 'Reaktionen wie Herzen.'),",
  "  breakouts: texts('Breakouts', 'Gruppenräume', 'Breakouts that they joined.', 'Besuchte Gruppenräume.'),",
)

function addLine(file: string, after: string, line: string) {
  const source = readFileSync(join(copy, file), 'utf8')
  expect(source.split(after)).toHaveLength(2)
  writeFileSync(join(copy, file), source.replace(after, `${after}\n${line}`))
}

const load = (file: string) => import(join(copy, file))

test('a new metric travels from an attendee of ON24 to the check-in in CRM and back', async () => {
  const { On24Attendee } = await load('lib/on24/schemas.ts')
  const { toAttendance } = await load('lib/on24/to-attendance.ts')
  const { toCheckIn, checkInHash } = await load('lib/rules/attendance/to-check-in.ts')
  const { createCheckIns } = await load('lib/dataverse/check-ins.ts')
  const webinar: Partial<WebinarRow> = { kind: 'event', id: 'event-1', webinarId: '7', eventId: 'event-1' }
  const checkInWith = (answeredpolls: number): CheckIn => {
    const attendance = toAttendance(v.parse(On24Attendee, { eventuserid: 7, answeredpolls }))
    return toCheckIn(attendance, { id: 'registration-1', eventRegistrationId: 'registration-1' }, webinar)
  }
  const checkIn = checkInWith(3)
  expect(checkInHash(checkIn)).not.toBe(checkInHash(checkInWith(4)))

  let kept: Record<string, unknown> = {}
  const dataverse: Pick<Dataverse, 'upsertAll' | 'rows'> = {
    async upsertAll(_table, rows) {
      kept = { ...rows[0] }
    },
    async *rows<Row>({ columns, schema }: Selection<Row>) {
      yield v.parse(schema, Object.fromEntries(columns.map((column) => [column, kept[column]])))
    },
  }
  const crm = createCheckIns(dataverse)
  await crm.writeCheckIns([checkIn])
  expect(kept).toMatchObject({ new_polls: 3 })
  const [read] = await Array.fromAsync<CheckIn>(crm.checkInsOf('event', 'event-1'))
  expect(read?.metrics).toEqual(checkIn.metrics)
})

test('a new fact of engagement travels from an attendee of ON24 to a column that apply makes', async () => {
  const { engagementOfAttendee } = await load('lib/on24/engagement.ts')
  const { toAttendeeRow } = await load('lib/dataverse/attendee-columns.ts')
  const { tables } = await load('lib/dataverse/tables.ts')
  const { desired } = await load('crm/solution/desired-solution.ts')
  const engagement = engagementOfAttendee({ breakouts: [{ breakoutid: '1' }, { breakoutid: '2' }] })
  const person = { firstName: 'Ada', lastName: 'Byron', company: '' }
  expect(toAttendeeRow({ email: '', person, engagement, digest: '' })).toMatchObject({ wbc_breakouts: 2 })
  expect(tables.attendee.written).toContain('wbc_breakouts')
  const attendee = desired.tables.find(({ schema }: { schema: string }) => schema === 'wbc_Attendee')
  expect(attendee.columns).toContainEqual(expect.objectContaining({ schema: 'wbc_Breakouts', type: 'whole' }))
})

test('a new column of contacts travels to the registrant and its hash, and its change is a message', async () => {
  const { desiredRegistrant } = await load('lib/rules/registrations/desired-state.ts')
  const { createRegistrantCipher } = await load('lib/credentials/registrant-cipher.ts')
  const { registrationTables, withStanding } = await load('lib/dataverse/registration-tables.ts')
  const { desiredSteps, requiredColumns } = await load('crm/desired-state.ts')
  const { hashesOf } = createRegistrantCipher('configuration-1', new Uint8Array(32))
  for (const [kind, navigation] of [
    ['event', 'msevtmgt_ContactId'],
    ['session', 'msevtmgt_contactid'],
  ] as const) {
    const registration = registrationTables[kind].registration.linked
    const registrantWith = (mobilephone: string) => {
      const contact = Object.fromEntries(
        registration.related[navigation].columns.map((column: string) => [column, { mobilephone }[column]]),
      )
      const row = {
        [registration.table.key]: 'registration-1',
        createdon: '2026-05-12T12:00:00Z',
        statecode: 0,
        statuscode: 1,
        [navigation]: contact,
      }
      return desiredRegistrant([withStanding(v.parse(registration.schema, row), new Map([[1, 'registered']]))])
    }
    const registrant = registrantWith('+44 20 7946 0018')
    expect(registrant).toMatchObject({ registrationId: 'registration-1', mobile: '+44 20 7946 0018' })
    expect(hashesOf(registrant)[0]).not.toBe(hashesOf(registrantWith('+44 20 7946 0019'))[0])
  }
  const updates = desiredSteps.find((step: { table: string }) => step.table === 'contact')
  expect(updates).toMatchObject({ message: 'Update', filteringColumns: expect.arrayContaining(['mobilephone']) })
  expect(requiredColumns('contact')).toContain('mobilephone')
})

import { expect, test } from 'vitest'
import type { UserMessage } from '../../../../lib/messages/message.ts'
import type { PlannedWebinar } from '../../../../lib/model/crm.ts'
import { type WebinarRecord, webinarAction } from '../../../../lib/rules/webinars/webinar-action.ts'
import { planHash, planOf } from '../../../../lib/rules/webinars/webinar-plan.ts'

const row: PlannedWebinar = {
  ...{ kind: 'event', table: 'events', id: 'e', online: true, configuration: 'c', webinarId: undefined },
  ...{ cancelled: false, eventId: 'e', timeZoneCode: 92, active: true, createdOn: new Date('2026-01-01T00:00:00Z') },
  ...{ title: 'Demo', description: '', start: '2026-07-01T18:00:00', end: '2026-07-01T19:00:00' },
  ...{ type: 'fav', language: 'de', shown: { linked: false, columns: {} }, etag: '*' },
}
const held: PlannedWebinar = { ...row, webinarId: '7', shown: { linked: true, columns: {} } }
const before = new Date('2026-06-01T00:00:00Z')
const after = new Date('2026-07-01T18:00:00Z')

function fingerprint(planned: PlannedWebinar) {
  const { plan } = planOf(planned, 'Etc/UTC') as Extract<ReturnType<typeof planOf>, { plan: object }>
  return planHash(plan)
}
const told = (of: PlannedWebinar, more: Partial<WebinarRecord> = {}): WebinarRecord => ({
  ...{
    configuration: 'c',
    webinarId: '7',
    appliedHash: fingerprint(of),
    state: 'held',
    createdByConnector: true,
    replacedWebinarId: '',
    ...more,
  },
})
const decide = (
  planned: PlannedWebinar,
  made?: WebinarRecord,
  { now = before, problem, written = 'status_ready' }: { now?: Date; problem?: UserMessage; written?: string } = {},
) => webinarAction(planned, planOf(planned, 'Etc/UTC'), made, written, problem, now)

test('an event with all it takes and no webinar gets one', () => {
  expect(decide(row)).toMatchObject({ do: 'create', plan: { title: 'Demo', minutes: 60 } })
})

test('an event that is nobody’s, deactivated, or cancelled before it had a webinar is left alone', () => {
  for (const part of [{ active: false }, { online: false }, { cancelled: true }, { configuration: undefined }]) {
    expect(decide({ ...row, ...part })).toEqual({ do: 'leave alone' })
  }
})

test('without an account nothing is done, and its planner is told why', () => {
  const problem = { code: 'terms_not_accepted' } as const
  expect(decide(row, undefined, { problem })).toEqual({ do: 'say', reason: problem })
  expect(decide(held, told(held), { problem })).toEqual({ do: 'say', reason: problem })
})

test('an id that somebody typed is adopted, whatever was made before', () => {
  expect(decide(held)).toMatchObject({ do: 'adopt', webinarId: '7', appliedHash: fingerprint(held) })
  expect(decide(held, told(held, { webinarId: '8' }))).toMatchObject({ do: 'adopt' })
  expect(decide(held, told(held, { configuration: 'other' }))).toMatchObject({ do: 'adopt' })
  expect(decide({ ...held, end: undefined })).toMatchObject({ do: 'adopt', appliedHash: '' })
})

test('a change goes out only if the provider knows something of it', () => {
  expect(decide(held, told(held))).toEqual({ do: 'leave alone' })
  expect(decide({ ...held, title: 'New' }, told(held))).toMatchObject({ do: 'update', plan: { title: 'New' } })
})

test('a row that lost its links or its status is shown again what is there', () => {
  const bare = { linked: false, columns: {} }
  expect(decide({ ...held, shown: bare }, told(held))).toMatchObject({ do: 'adopt' })
  expect(decide(held, told(held), { written: 'status_attention' })).toMatchObject({ do: 'adopt' })
  expect(decide(held, told(held), { written: '' })).toMatchObject({ do: 'adopt' })
})

test('with its start behind nothing is made, and it is looked whether it has begun before it is changed', () => {
  expect(decide(row, undefined, { now: after })).toMatchObject({
    do: 'say',
    reason: { code: 'starts_in_past' },
  })
  expect(decide({ ...held, title: 'New' }, told(held), { now: after })).toMatchObject({ do: 'update', late: true })
  const postponed = { ...held, start: '2026-08-01T18:00:00', end: '2026-08-01T19:00:00' }
  expect(decide(postponed, told(held), { now: after })).toMatchObject({ do: 'update', late: false })
})

test('a cancelled event is cancelled once; opened again, its webinar is held again or made anew', () => {
  const off = { ...held, cancelled: true }
  expect(decide(off, told(held))).toEqual({ do: 'cancel', webinarId: '7', late: false })
  expect(decide(off, told(held), { now: after })).toEqual({ do: 'cancel', webinarId: '7', late: true })
  expect(decide(off)).toMatchObject({ do: 'cancel' })
  const written = 'status_cancelled'
  expect(decide(off, told(held, { state: 'cancelled' }), { written })).toEqual({ do: 'leave alone' })
  expect(decide(off, told(held, { state: 'cancelled' }))).toMatchObject({ do: 'cancel' })
  expect(decide(held, told(held, { state: 'cancelled' }), { written })).toMatchObject({ do: 'adopt' })
  expect(decide({ ...held, title: 'New' }, told(held, { state: 'cancelled' }))).toMatchObject({ do: 'update' })
  expect(decide(held, told(held, { state: 'deleted' }))).toMatchObject({ do: 'create' })
})

test('a row that still names a deleted webinar means the one that was made in its place', () => {
  const later = told(held, { webinarId: '8', replacedWebinarId: '7' })
  expect(decide(held, later)).toEqual({ do: 'adopt', webinarId: '8', appliedHash: later.appliedHash })
  expect(decide({ ...held, title: 'New' }, later)).toEqual({
    do: 'adopt',
    webinarId: '8',
    appliedHash: later.appliedHash,
  })
  expect(decide({ ...held, cancelled: true }, later)).toMatchObject({ do: 'cancel', webinarId: '8' })
  expect(decide({ ...held, webinarId: '8' }, later)).toEqual({ do: 'leave alone' })
  expect(decide({ ...held, webinarId: '9' }, later)).toMatchObject({ do: 'adopt', webinarId: '9' })
  expect(decide(row, told(held, { webinarId: '8' }))).toMatchObject({ do: 'create' })
})

test('a type and a language are asked for where a webinar is made, not where one is there', () => {
  expect(decide({ ...row, type: undefined })).toMatchObject({
    do: 'say',
    reason: { code: 'no_type' },
  })
  expect(decide({ ...row, language: undefined })).toMatchObject({
    do: 'say',
    reason: { code: 'no_language' },
  })
  const plain = { ...held, type: undefined, language: undefined }
  expect(decide({ ...plain, title: 'New' }, told(plain))).toMatchObject({ do: 'update' })
})

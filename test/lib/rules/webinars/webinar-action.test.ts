import { expect, test } from 'vitest'
import type { UserMessage } from '../../../../lib/messages/message.ts'
import type { PlannedWebinar } from '../../../../lib/model/crm.ts'
import { type WebinarRecord, webinarAction } from '../../../../lib/rules/webinars/webinar-action.ts'
import { planHash, planOf } from '../../../../lib/rules/webinars/webinar-plan.ts'
import { aPlannedWebinar } from '../../../harness/builders.ts'

const row = aPlannedWebinar()
const withWebinar: PlannedWebinar = { ...row, webinarId: '7', shown: { links: ['https://on24.test/7'], columns: {} } }
const before = new Date('2026-06-01T00:00:00Z')
const after = new Date('2026-07-01T18:00:00Z')

function hashOf(planned: PlannedWebinar) {
  const { plan } = planOf(planned, 'Etc/UTC') as Extract<ReturnType<typeof planOf>, { plan: object }>
  return planHash(plan)
}
const recordOf = (of: PlannedWebinar, more: Partial<WebinarRecord> = {}): WebinarRecord => ({
  ...{
    configuration: 'c',
    webinarId: '7',
    appliedHash: hashOf(of),
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

test('a foreign, deactivated or cancelled event without a webinar is skipped', () => {
  for (const part of [{ active: false }, { online: false }, { cancelled: true }, { configuration: undefined }]) {
    expect(decide({ ...row, ...part })).toEqual({ do: 'leave alone' })
  }
})

test('an event without an account gets nothing, and its planner is recordOf why', () => {
  const problem = { code: 'terms_not_accepted' } as const
  expect(decide(row, undefined, { problem })).toEqual({ do: 'say', reason: problem })
  expect(decide(withWebinar, recordOf(withWebinar), { problem })).toEqual({ do: 'say', reason: problem })
})

test('an id that somebody typed is adopted, whatever was made before', () => {
  expect(decide(withWebinar)).toMatchObject({ do: 'adopt', webinarId: '7', appliedHash: hashOf(withWebinar) })
  expect(decide(withWebinar, recordOf(withWebinar, { webinarId: '8' }))).toMatchObject({ do: 'adopt' })
  expect(decide(withWebinar, recordOf(withWebinar, { configuration: 'other' }))).toMatchObject({ do: 'adopt' })
  expect(decide({ ...withWebinar, end: undefined })).toMatchObject({ do: 'adopt', appliedHash: '' })
})

test('a change goes out only if the provider knows something of it', () => {
  expect(decide(withWebinar, recordOf(withWebinar))).toEqual({ do: 'leave alone' })
  expect(decide({ ...withWebinar, title: 'New' }, recordOf(withWebinar))).toMatchObject({
    do: 'update',
    plan: { title: 'New' },
  })
})

test('a webinar planned by the first edition is changed only if its plan is', () => {
  const first = recordOf(withWebinar, { appliedHash: '1eKZ9jaA9yjhsnCWqenxu81lmWwAM8EPkVqAjLITvQk' })
  expect(decide(withWebinar, first)).toEqual({ do: 'leave alone' })
  expect(decide(withWebinar, first, { now: after })).toEqual({ do: 'leave alone' })
  expect(decide({ ...withWebinar, title: 'New' }, first)).toMatchObject({ do: 'update' })
})

test('a row that lost its links or its status is shown again what is there', () => {
  const bare = { links: [], columns: {} }
  expect(decide({ ...withWebinar, shown: bare }, recordOf(withWebinar))).toMatchObject({ do: 'adopt' })
  expect(decide(withWebinar, recordOf(withWebinar), { written: 'status_attention' })).toMatchObject({ do: 'adopt' })
  expect(decide(withWebinar, recordOf(withWebinar), { written: '' })).toMatchObject({ do: 'adopt' })
})

test('a row that says what a review found is left to the next review', () => {
  expect(decide(withWebinar, recordOf(withWebinar), { written: 'status_finding' })).toEqual({ do: 'leave alone' })
})

test('an event whose start is past gets no webinar, and its provider is read first', () => {
  expect(decide(row, undefined, { now: after })).toMatchObject({
    do: 'say',
    reason: { code: 'starts_in_past' },
  })
  expect(decide({ ...withWebinar, title: 'New' }, recordOf(withWebinar), { now: after })).toMatchObject({
    do: 'update',
    late: true,
  })
  const postponed = { ...withWebinar, start: '2026-08-01T18:00:00', end: '2026-08-01T19:00:00' }
  expect(decide(postponed, recordOf(withWebinar), { now: after })).toMatchObject({ do: 'update', late: false })
})

test('a webinar that is over says so, unless a change of its row was never told', () => {
  const over = { code: 'webinar_over' } as const
  const past = (planned: PlannedWebinar, made?: WebinarRecord) =>
    webinarAction(planned, planOf(planned, 'Etc/UTC'), made, 'status_ready', undefined, after, over)
  expect(past(withWebinar, recordOf(withWebinar))).toEqual({ do: 'say', reason: over })
  expect(past({ ...withWebinar, title: 'New' }, recordOf(withWebinar))).toMatchObject({ do: 'update', late: true })
  expect(past({ ...withWebinar, cancelled: true }, recordOf(withWebinar))).toMatchObject({ do: 'cancel' })
  expect(past(withWebinar)).toMatchObject({ do: 'adopt' })
  expect(decide(withWebinar, recordOf(withWebinar), { written: 'status_over' })).toMatchObject({ do: 'adopt' })
})

test('a cancelled event is cancelled once, and used or made again when opened again', () => {
  const off = { ...withWebinar, cancelled: true }
  expect(decide(off, recordOf(withWebinar))).toEqual({ do: 'cancel', webinarId: '7', late: false })
  expect(decide(off, recordOf(withWebinar), { now: after })).toEqual({ do: 'cancel', webinarId: '7', late: true })
  expect(decide(off)).toMatchObject({ do: 'cancel' })
  const written = 'status_cancelled'
  expect(decide(off, recordOf(withWebinar, { state: 'cancelled' }), { written })).toEqual({
    do: 'leave alone',
  })
  expect(decide(off, recordOf(withWebinar, { state: 'cancelled' }))).toMatchObject({ do: 'cancel' })
  expect(decide(withWebinar, recordOf(withWebinar, { state: 'cancelled' }), { written })).toMatchObject({
    do: 'adopt',
  })
  expect(decide({ ...withWebinar, title: 'New' }, recordOf(withWebinar, { state: 'cancelled' }))).toMatchObject({
    do: 'update',
  })
  expect(decide(withWebinar, recordOf(withWebinar, { state: 'deleted' }))).toMatchObject({ do: 'create' })
})

test('a row that names a deleted webinar means the one made in its place', () => {
  const later = recordOf(withWebinar, { webinarId: '8', replacedWebinarId: '7' })
  expect(decide(withWebinar, later)).toEqual({ do: 'adopt', webinarId: '8', appliedHash: later.appliedHash })
  expect(decide({ ...withWebinar, title: 'New' }, later)).toEqual({
    do: 'adopt',
    webinarId: '8',
    appliedHash: later.appliedHash,
  })
  expect(decide({ ...withWebinar, cancelled: true }, later)).toMatchObject({ do: 'cancel', webinarId: '8' })
  expect(decide({ ...withWebinar, webinarId: '8' }, later)).toEqual({ do: 'leave alone' })
  expect(decide({ ...withWebinar, webinarId: '9' }, later)).toMatchObject({ do: 'adopt', webinarId: '9' })
  expect(decide(row, recordOf(withWebinar, { webinarId: '8' }))).toMatchObject({ do: 'create' })
})

test('a type and a language are required only for a new webinar', () => {
  expect(decide({ ...row, type: undefined })).toMatchObject({
    do: 'say',
    reason: { code: 'no_type' },
  })
  expect(decide({ ...row, language: undefined })).toMatchObject({
    do: 'say',
    reason: { code: 'no_language' },
  })
  const plain = { ...withWebinar, type: undefined, language: undefined }
  expect(decide({ ...plain, title: 'New' }, recordOf(plain))).toMatchObject({ do: 'update' })
})

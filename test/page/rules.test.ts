import { expect, test } from 'vitest'
import { createFormats } from '../../page/formats.ts'
import type { DailyLedger, Order, Request } from '../../page/model.ts'
import { languageOf, localeOf } from '../../page/rules/language.ts'
import { dayBefore, isOver, lastDays, totalsOf } from '../../page/rules/periods.ts'
import { problemKind } from '../../page/rules/problems.ts'
import { endedSince, isOpen, newestOf } from '../../page/rules/requests.ts'
import { viewOf } from '../../page/rules/route.ts'

const now = new Date('2026-03-01T00:30:00Z')

function ledger(day: string, values: Partial<DailyLedger> = {}): DailyLedger {
  const none = { due: 0, sent: 0, waiting: 0, refused: 0, cancelled: 0, attendees: 0 }
  return { day, ...none, meanSeconds: undefined, slowestSeconds: undefined, ...values }
}

test('a day is that of UTC, and the one before it may be in another month', () => {
  expect([dayBefore(now, 0), dayBefore(now, 1)]).toEqual(['2026-03-01', '2026-02-28'])
})

test('the totals of a day are those of all accounts', () => {
  const rows = [
    ledger('2026-03-01', { due: 11, sent: 10, refused: 1, meanSeconds: 2, slowestSeconds: 9 }),
    ledger('2026-03-01', { due: 30, sent: 30, meanSeconds: 6, slowestSeconds: 7 }),
    ledger('2026-02-28', { due: 5, sent: 5 }),
  ]
  expect(totalsOf(rows, '2026-03-01')).toMatchObject({
    ...{ due: 41, sent: 40, refused: 1 },
    ...{ meanSeconds: 5, slowestSeconds: 9 },
  })
})

test('an account from which nobody is at the provider does not move the mean', () => {
  const rows = [ledger('2026-03-01', { due: 1, waiting: 1 }), ledger('2026-03-01', { due: 2, sent: 2, meanSeconds: 4 })]
  expect(totalsOf(rows, '2026-03-01').meanSeconds).toBe(4)
  expect(totalsOf([], '2026-03-01').meanSeconds).toBeUndefined()
})

test('a day on which nobody registered is shown, too', () => {
  const days = lastDays([ledger('2026-02-27', { due: 3 })], now, 3)
  expect(days.map(({ day, due }) => [day, due])).toEqual([
    ['2026-02-27', 3],
    ['2026-02-28', 0],
    ['2026-03-01', 0],
  ])
})

test('a webinar is over when the ledger says so, whatever its wall clock shows', () => {
  const webinar = { endsOn: '2026-03-01T02:00:00Z' }
  expect(isOver(webinar, undefined, now)).toBe(false)
  expect(isOver(webinar, { endsOn: new Date('2026-03-01T00:00:00Z') }, now)).toBe(true)
})

test('all German variants of Dynamics are German, and everything else is English', () => {
  expect([1031, 2055, 3079, 4103, 5127].map(languageOf)).toEqual(['de', 'de', 'de', 'de', 'de'])
  expect([1033, 1036, undefined].map(languageOf)).toEqual(['en', 'en', 'en'])
})

test('dates are written as the person’s own country does', () => {
  expect(localeOf('de', ['en-US', 'de-AT', 'de'])).toBe('de-AT')
  expect(localeOf('en', ['de-DE'])).toBe('en')
})

test('numbers and times are written in the language, in the person’s time zone', () => {
  const german = createFormats('de-DE', 'Europe/Berlin')
  expect(german.number(12345)).toBe('12.345')
  expect(german.time(now)).toBe('01.03.2026, 01:30')
  expect(german.wallClock('2026-03-01T16:00:00Z')).toBe('01.03.2026, 16:00')
  const english = createFormats('en-US', 'UTC')
  expect([3, 90.25, 600, 9000].map(english.duration)).toEqual(['3 sec', '90.3 sec', '10 min', '2.5 hr'])
})

test('a refusal of Dynamics is known by its status and, where a table or column is missing, by its words', () => {
  expect(problemKind(404, 'Resource not found for the segment ‘wbc_requests’.')).toBe('missing')
  expect(problemKind(400, "Could not find a property named 'wbc_due' on type 'x'.")).toBe('missing')
  expect([401, 403, 429, 503].map((status) => problemKind(status, ''))).toEqual([
    ...['signed out', 'forbidden'],
    ...['busy', 'busy'],
  ])
  expect(problemKind(400, 'The value is too long.')).toBe('refused')
})

test('an address names a view, and one that names none shows the overview', () => {
  expect(['#/past', '#accounts', '#/unknown', ''].map(viewOf)).toEqual(['past', 'accounts', 'overview', 'overview'])
})

const rest = { name: '', answer: '', progress: 0, createdOn: now, createdBy: '', finishedOn: undefined }
const request = (id: string, values: Partial<Request> = {}): Request => ({
  ...{ id, kind: 'backfill', state: 'done', subject: 'event', dryRun: false, ...rest },
  ...values,
})

test('a request without an answer is open, and the newest one for the same counts', () => {
  const subject = { table: 'msevtmgt_event', id: 'event', name: 'Spring demo' } as const
  const order: Order = { kind: 'backfill', subject, dryRun: false }
  const all = [
    request('of another', { subject: 'other' }),
    request('shows only', { dryRun: true }),
    request('newest', { state: 'running' }),
    request('older'),
  ]
  expect(newestOf(all, order)?.id).toBe('newest')
  expect(all.filter(isOpen).map(({ id }) => id)).toEqual(['newest'])
})

test('a request has ended when its answer is new, also where nobody saw it open', () => {
  const before = [request('ran', { state: 'running' }), request('old')]
  const found = [request('quick'), request('runs', { state: 'running' }), request('ran'), request('old')]
  expect(endedSince(before, found).map(({ id }) => id)).toEqual(['quick', 'ran'])
  expect(endedSince(undefined, found)).toEqual([])
})

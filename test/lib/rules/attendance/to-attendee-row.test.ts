import { expect, test } from 'vitest'
import { actionKinds, type EngagementAction } from '../../../../lib/model/engagement.ts'
import { type Listing, unionOfListings } from '../../../../lib/rules/attendance/listing.ts'
import { toAttendeeRow } from '../../../../lib/rules/attendance/to-attendee-row.ts'
import { anAttendance, aRegistrationKey, aWebinarRow } from '../../../harness/builders.ts'

const event = aWebinarRow({ id: 'event-1', eventId: 'event-1' })
const facts = { answer: 'A', at: undefined, times: undefined, link: undefined }
const action = (kind: EngagementAction['kind'], key = '1'): EngagementAction => ({
  kind,
  key,
  subject: 'How?',
  ...facts,
})
const registration = { ...aRegistrationKey({ id: 'registration-1' }), eventRegistrationId: 'registration-1' }

function aListing(details: Partial<Listing['details']> = {}, attendance = anAttendance()): Listing {
  const nothing = { person: undefined, engagement: {}, actions: [], isErased: false }
  return { attendance, details: { ...nothing, ...details }, match: { registration, by: 'email' } }
}

test('the ids of an attendee and of an action are fixed for ever', () => {
  const { row, actions } = toAttendeeRow(aListing({ actions: [action('poll')] }), event)
  expect([row.id, actions[0]?.id]).toEqual([
    '13ab1a19-c34a-5f10-8b08-d68f1b9a8b18',
    'e3d974fb-b8bd-50ca-81c5-d2df94c65a31',
  ])
})

test('an attendee of another webinar, and an action of another kind or key, has another id', () => {
  const all = actionKinds.flatMap((kind) => [action(kind), action(kind, '2')])
  const ids = [event, { ...event, webinarId: '5000002' }, { ...event, kind: 'session' as const }].flatMap((webinar) => {
    const { row, actions } = toAttendeeRow(aListing({ actions: all }), webinar)
    return [row.id, ...actions.map(({ id }) => id)]
  })
  expect(new Set(ids).size).toBe(3 * (1 + all.length))
})

test('facts and actions have digests of their own', () => {
  const digests = (details: Partial<Listing['details']>) => {
    const { row } = toAttendeeRow(aListing(details), event)
    return [row.digest, row.actionsDigest]
  }
  const usual = digests({ actions: [action('poll')] })
  const scored = digests({ actions: [action('poll')], engagement: { score: 4 } })
  const answered = digests({ actions: [{ ...action('poll'), answer: 'B' }] })
  expect([scored[1], answered[0]]).toEqual([usual[1], usual[0]])
  expect([scored[0] === usual[0], answered[1] === usual[1]]).toEqual([false, false])
  expect(digests({})[1]).toBe('')
})

test('a person who is listed twice was there from the first sight to the last', () => {
  const one = aListing({ engagement: { score: 4, polls: 1, firstLiveOn: '2026-05-12T12:00:00Z', partnerCode: 'a' } })
  const engagement = { score: 2, polls: 3, firstLiveOn: '2026-05-12T11:00:00Z', lastLiveOn: '2026-05-12T13:00:00Z' }
  const other = aListing({ engagement, actions: [action('poll')] })
  const union = unionOfListings(one, other)
  const larger = { ...engagement, score: 4, partnerCode: 'a' }
  expect(union.details).toEqual({ person: undefined, engagement: larger, actions: [action('poll')], isErased: false })
  expect(unionOfListings(other, one).details).toEqual(union.details)
})

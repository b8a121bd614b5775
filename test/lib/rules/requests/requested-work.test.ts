import { expect, test } from 'vitest'
import type { RequestSubject } from '../../../../lib/model/request.ts'
import { requestedWork } from '../../../../lib/rules/requests/requested-work.ts'

const row = (kind: RequestSubject['kind']): RequestSubject => ({
  kind,
  table: kind,
  id: `the ${kind}`,
  title: undefined,
})
const [attendee, contact, event] = [row('unmatchedAttendee'), row('contact'), row('event')]
const asked = (kind: 'thisContact' | 'makeContact' | 'erase', subjects: RequestSubject[]) =>
  requestedWork({ kind, subjects, dryRun: false })

test('a request that ties an attendee names them and a contact', () => {
  const work = { subject: attendee, contact: 'the contact', key: 'thisContact_the unmatchedAttendee_the contact' }
  expect(asked('thisContact', [contact, attendee])).toMatchObject(work)
  expect(asked('thisContact', [attendee])).toEqual({ problem: { code: 'request_without_contact' } })
})

test.each([
  ['thisContact', [contact], 'request_without_subject'],
  ['thisContact', [contact, event], 'request_of_wrong_row'],
  ['thisContact', [contact, attendee, event], 'request_of_many'],
  ['makeContact', [attendee, contact], 'request_of_many'],
  ['erase', [attendee], 'request_of_wrong_row'],
] as const)('a request %s of other rows says what is wrong', (kind, subjects, code) => {
  expect(asked(kind, [...subjects])).toMatchObject({ problem: { code } })
})

test('a contact is the subject of a request that is about one', () => {
  expect(asked('erase', [contact])).toMatchObject({ subject: contact, contact: undefined, key: 'erase_the contact' })
})

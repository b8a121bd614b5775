import { expect, test } from 'vitest'
import { readAttendees } from '../../../../lib/flows/attendance/read-attendees.ts'
import type { Attendance, ProviderRegistrant } from '../../../../lib/model/webinar.ts'
import { unpackAttendance } from '../../../../lib/rules/attendance/packed-attendance.ts'
import { anAttendance, aWebinarRow } from '../../../harness/builders.ts'

const ada: ProviderRegistrant = { providerId: '700', email: 'ada@example.test', registrationId: 'a', state: 'approved' }

function read(registrants: (ProviderRegistrant | undefined)[], attendances: (Attendance | undefined)[]) {
  const each = async function* <Row>(rows: Row[]) {
    yield* rows
  }
  const account = { registrants: () => each(registrants), attendances: () => each(attendances) }
  return readAttendees(aWebinarRow(), '5000001', account, false, () => false, undefined)
}

test('an attendee who carries no registration gets that of their registrant', async () => {
  const own = anAttendance({ registrationId: 'own' })
  const { attendees } = await read([ada], [anAttendance(), own, anAttendance({ providerId: '701' })])
  expect(attendees.map(unpackAttendance).map(({ registrationId }) => registrationId)).toEqual(['a', 'own', undefined])
})

test('rows that cannot be read are counted where they are attendees', async () => {
  expect(await read([undefined, ada], [undefined, anAttendance(), undefined])).toMatchObject({ unreadable: 2 })
})

test('the digest is the same for the same lists, and another for any other', async () => {
  const digest = async (...lists: Parameters<typeof read>) => (await read(...lists)).digest
  const usual = await digest([ada], [anAttendance()])
  expect(await digest([ada], [anAttendance()])).toBe(usual)
  const others = await Promise.all([
    digest([], [anAttendance()]),
    digest([ada, undefined], [anAttendance()]),
    digest([ada], []),
    digest([ada], [anAttendance(), undefined]),
    digest([ada], [anAttendance({ lastSeen: new Date(0) })]),
  ])
  expect(new Set([usual, ...others]).size).toBe(6)
})

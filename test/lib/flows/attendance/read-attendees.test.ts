import { expect, test } from 'vitest'
import { readAttendees } from '../../../../lib/flows/attendance/read-attendees.ts'
import type { Attendance, ProviderRegistrant } from '../../../../lib/model/webinar.ts'
import { unpackAttendance } from '../../../../lib/rules/attendance/packed-attendance.ts'
import { anAttendance } from '../../../harness/builders.ts'

const ada: ProviderRegistrant = { providerId: '700', email: 'ada@example.test', registrationId: 'a', state: 'approved' }

function read(registrants: (ProviderRegistrant | undefined)[], attendances: (Attendance | undefined)[]) {
  const each = async function* <Row>(rows: Row[]) {
    yield* rows
  }
  const account = { registrants: () => each(registrants), attendances: () => each(attendances) }
  return readAttendees('5000001', account)
}

test('an attendee who carries no registration gets that of their registrant', async () => {
  const own = anAttendance({ registrationId: 'own' })
  const { attendees } = await read([ada], [anAttendance(), own, anAttendance({ providerId: '701' })])
  expect(attendees.map(unpackAttendance).map(({ registrationId }) => registrationId)).toEqual(['a', 'own', undefined])
})

test('rows that cannot be read are counted where they are attendees', async () => {
  expect(await read([undefined, ada], [undefined, anAttendance(), undefined])).toMatchObject({ unreadable: 2 })
})

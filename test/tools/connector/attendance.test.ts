import { expect } from 'vitest'
import { test } from '../../harness/attendance.ts'
import { operatorOf } from '../../harness/connector.ts'

test('the last reading of attendance is shown with who could not be matched', async ({ app }) => {
  const operator = operatorOf(app)
  const webinar = await app.webinar({ startsInHours: -3, values: { msevtmgt_name: 'Winter demo' } })
  expect(await operator.call('attendance', 'Winter demo')).toMatchObject({ code: 2, out: '' })
  app.attendee(webinar, { email: 'ada@example.test', registration: app.registered(webinar, 'ada@example.test') })
  const stranger = app.attendee(webinar, { email: 'stranger@private.test' })
  await app.pull(webinar)
  const { code, out } = await operator.call('attendance', 'Winter demo')
  expect(code).toBe(0)
  expect(out).toMatch(
    /^2 attended, 1 of them matched, as of \S+Z; it is read again\.\n {2}stranger@private\.test {2}No registration/,
  )
  expect(await operator.document('attendance', webinar.id)).toMatchObject({
    ...{ webinar: { id: webinar.id, name: 'Winter demo' }, attendees: 2, matched: 1 },
    unmatched: [{ providerId: String(stranger), email: 'stranger@private.test' }],
  })
})

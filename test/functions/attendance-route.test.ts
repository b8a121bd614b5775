import { TableClient, TableServiceClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'

const past = { startsInHours: -3 }
const nowhere = '00000000-0000-4000-8000-000000000001'

async function readOnce(app: AttendanceApp) {
  const webinar = await app.webinar(past)
  app.attendee(webinar, { email: 'ada@example.test', registration: app.registered(webinar, 'ada@example.test') })
  const stranger = app.attendee(webinar, { email: 'stranger@private.test' })
  await app.pull(webinar)
  return { webinar, stranger }
}

/** All that the app keeps: every table's rows as text. */
async function stored(app: AttendanceApp) {
  const options = { allowInsecureConnection: true }
  const tables: string[] = []
  for await (const { name = '' } of TableServiceClient.fromConnectionString(
    app.storage.connectionString,
    options,
  ).listTables()) {
    const client = TableClient.fromConnectionString(app.storage.connectionString, name, options)
    tables.push(JSON.stringify(await Array.fromAsync(client.listEntities())))
  }
  return tables.join('\n')
}

test('the answer has the time of the pull, the counts and the unmatched attendees', async ({ app }) => {
  const began = new Date().toISOString()
  const { webinar, stranger } = await readOnce(app)
  const response = await app.attendance(webinar)
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const body = (await response.json()) as { asOf: string }
  expect(body).toEqual({
    ...{ asOf: expect.any(String), final: false, attendees: 2, matched: 1 },
    unmatched: [
      {
        providerId: String(stranger),
        email: 'stranger@private.test',
        reason: 'No registration in Dynamics belongs to this attendee.',
      },
    ],
  })
  expect(body.asOf >= began && body.asOf <= new Date().toISOString()).toBe(true)
})

test('no address of an attendee is stored, and the answer reads them at ON24', async ({ app }) => {
  const { webinar } = await readOnce(app)
  const kept = await stored(app)
  expect(kept).toContain(webinar.id)
  expect(kept).not.toMatch(/private\.test|example\.test/)
  app.on24.na.calls.length = 0
  await app.attendance(webinar)
  expect(app.on24.na.calls.map(({ path }) => path.split('/').at(-1))).toEqual(['attendee'])
})

test('ON24 is not asked if everybody was matched', async ({ app }) => {
  const webinar = await app.webinar(past)
  app.attendee(webinar, { email: 'ada@example.test', registration: app.registered(webinar, 'ada@example.test') })
  await app.pull(webinar)
  app.on24.na.calls.length = 0
  expect(await (await app.attendance(webinar)).json()).toMatchObject({ matched: 1, unmatched: [] })
  expect(app.on24.na.calls).toEqual([])
})

test('attendance that was read after the last time it is due is final', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -366 * 24 })
  await app.pull(webinar)
  expect(await (await app.attendance(webinar)).json()).toMatchObject({ final: true, attendees: 0, unmatched: [] })
})

test('the answer is 503 with Retry-After while ON24 is out and an address is needed', async ({ app }) => {
  const { webinar } = await readOnce(app)
  app.on24.na.injectFault(() => new Response(undefined, { status: 500 }))
  const response = await app.attendance(webinar)
  app.on24.na.injectFault()
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
})

const unread = 'Attendance was not read for this event or session yet.'
const unknown = 'There is no event or session with this id in Dynamics.'
const tables = 'table must be one of msevtmgt_event, msevtmgt_session.'

test('what was not read yet is told apart from what is not there, and from a misspelt call', async ({ app }) => {
  const never = await app.webinar(past)
  const onSite = await app.webinar({ ...past, values: { msevtmgt_eventformat: 100000001 } })
  const { webinar } = await readOnce(app)
  const of = async (path: string) => {
    const answer = await app.call('GET', `webinars/${path}/attendance`)
    const { error } = (await answer.json()) as { error: { code: string; message: string } }
    return [answer.status, error.code, error.message]
  }
  expect(await of(`msevtmgt_event/${never.id}`)).toEqual([404, 'not_found', unread])
  expect(await of(`msevtmgt_event/{${never.id.toUpperCase()}}`)).toEqual([404, 'not_found', unread])
  expect(await of(`msevtmgt_event/${onSite.id}`)).toEqual([422, 'refused', 'This event is not run as a webinar.'])
  expect(await of(`msevtmgt_event/${nowhere}`)).toEqual([404, 'not_found', unknown])
  expect(await of(`msevtmgt_session/${webinar.id}`)).toEqual([404, 'not_found', unknown])
  expect(await of(`msevtmgt_events/${webinar.id}`)).toEqual([400, 'invalid_input', tables])
  expect(await of(`contact/${webinar.id}`)).toEqual([400, 'invalid_input', tables])
  expect(await of('msevtmgt_event/everything')).toEqual([400, 'invalid_input', 'id must be a GUID.'])
})

test('removing the account forgets what was read', async ({ app }) => {
  const { webinar } = await readOnce(app)
  const configuration = app.dataverse.row('msevtmgt_event', webinar.id)?.msevtmgt_webinarconfigurationid
  const removed = await app.call('DELETE', `configurations/${configuration}`)
  expect(await removed.json()).toMatchObject({ erased: { credentials: 1, webinars: 1 } })
  expect((await app.attendance(webinar)).status).toBe(404)
  expect(await stored(app)).not.toContain(webinar.id)
})

test('a request without a Functions key is refused', async ({ app }) => {
  const { webinar } = await readOnce(app)
  const path = `${app.host.url}/api/webinars/msevtmgt_event/${webinar.id}/attendance`
  expect((await fetch(path)).status).toBe(401)
  expect((await fetch(path, { headers: { 'x-functions-key': 'guessed' } })).status).toBe(401)
})

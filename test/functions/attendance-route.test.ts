import { TableClient, TableServiceClient } from '@azure/data-tables'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AttendanceRig, startAttendanceRig } from '../harness/attendance.ts'

let rig: AttendanceRig
beforeAll(async () => {
  rig = await startAttendanceRig()
})
afterAll(() => rig.stop())

const past = { startsInHours: -3 }
const nowhere = '00000000-0000-4000-8000-000000000001'

async function readOnce() {
  const webinar = await rig.webinar(past)
  rig.attendee(webinar, { email: 'ada@example.test', registration: rig.registered(webinar, 'ada@example.test') })
  const stranger = rig.attendee(webinar, { email: 'stranger@private.test' })
  await rig.pull(webinar)
  return { webinar, stranger }
}

/** All that the app keeps: every table's rows as text. */
async function memory() {
  const options = { allowInsecureConnection: true }
  const tables: string[] = []
  for await (const { name = '' } of TableServiceClient.fromConnectionString(
    rig.storage.connectionString,
    options,
  ).listTables()) {
    const client = TableClient.fromConnectionString(rig.storage.connectionString, name, options)
    tables.push(JSON.stringify(await Array.fromAsync(client.listEntities())))
  }
  return tables.join('\n')
}

test('the answer says when attendance was read, how many attended, and who was not matched and why', async () => {
  const began = new Date().toISOString()
  const { webinar, stranger } = await readOnce()
  const response = await rig.attendance(webinar)
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

test('no address of an attendee is kept: the answer reads them at ON24', async () => {
  const { webinar } = await readOnce()
  const kept = await memory()
  expect(kept).toContain(webinar.id)
  expect(kept).not.toMatch(/private\.test|example\.test/)
  rig.on24.na.calls.length = 0
  await rig.attendance(webinar)
  expect(rig.on24.na.calls.map(({ path }) => path.split('/').at(-1))).toEqual(['attendee'])
})

test('ON24 is not asked if everybody was matched', async () => {
  const webinar = await rig.webinar(past)
  rig.attendee(webinar, { email: 'ada@example.test', registration: rig.registered(webinar, 'ada@example.test') })
  await rig.pull(webinar)
  rig.on24.na.calls.length = 0
  expect(await (await rig.attendance(webinar)).json()).toMatchObject({ matched: 1, unmatched: [] })
  expect(rig.on24.na.calls).toEqual([])
})

test('attendance that was read after the last time it is due is final', async () => {
  const webinar = await rig.webinar({ startsInHours: -366 * 24 })
  await rig.pull(webinar)
  expect(await (await rig.attendance(webinar)).json()).toMatchObject({ final: true, attendees: 0, unmatched: [] })
})

test('the answer is 503 with Retry-After while ON24 is out and an address is needed', async () => {
  const { webinar } = await readOnce()
  rig.on24.na.interfere(() => new Response(undefined, { status: 500 }))
  const response = await rig.attendance(webinar)
  rig.on24.na.interfere()
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
})

test('a webinar that was never read, an unknown row, an unknown table and a bad id are 404', async () => {
  const never = await rig.webinar(past)
  const { webinar } = await readOnce()
  const answers = [
    await rig.attendance(never),
    await rig.call('GET', `webinars/msevtmgt_event/${nowhere}/attendance`),
    await rig.call('GET', `webinars/msevtmgt_session/${nowhere}/attendance`),
    await rig.call('GET', `webinars/contact/${webinar.id}/attendance`),
    await rig.call('GET', 'webinars/msevtmgt_event/everything/attendance'),
  ]
  for (const answer of answers) {
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } })
  }
})

test('removing the account forgets what was read', async () => {
  const { webinar } = await readOnce()
  const configuration = rig.dataverse.row('msevtmgt_event', webinar.id)?.msevtmgt_webinarconfigurationid
  const removed = await rig.call('DELETE', `configurations/${configuration}`)
  expect(await removed.json()).toMatchObject({ erased: { credentials: 1, webinars: 1 } })
  expect((await rig.attendance(webinar)).status).toBe(404)
  expect(await memory()).not.toContain(webinar.id)
})

test('nobody is answered without a Functions key', async () => {
  const { webinar } = await readOnce()
  const path = `${rig.host.url}/api/webinars/msevtmgt_event/${webinar.id}/attendance`
  expect((await fetch(path)).status).toBe(401)
  expect((await fetch(path, { headers: { 'x-functions-key': 'guessed' } })).status).toBe(401)
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startRegion, tokens } from './fixtures.ts'

let region: Awaited<ReturnType<typeof startRegion>>
beforeEach(async () => {
  region = await startRegion()
})
afterEach(() => region.on24.stop())

const form = {
  title: 'Summer demo',
  liveStart: '2026-07-20T16:00:00+00:00',
  liveDuration: '60',
  eventType: 'fav',
  languageCd: 'de',
  timeZone: 'Europe/Berlin',
}
type Written = Record<string, unknown> & { eventId: number }
const written = (answer: { body: object }) => (answer.body as { wccevent: Written }).wccevent
const put = (id: number, fields: Record<string, string>) =>
  region.send('PUT', `${region.on24.url}/v2/client/10001/event/${id}`, { form: fields })
const remove = (id: number) => region.send('DELETE', `${region.on24.url}/v2/client/10001/event/${id}`)

describe('making an ON24 event', () => {
  test('answers with links and times by the clock of the event, and the event is there', async () => {
    const answer = await region.post('/event', { ...form, campaignCode: 'crm-1', promotionalSummary: '<p>Come</p>' })
    expect(answer.status).toBe(200)
    const { eventId, ...rest } = written(answer)
    expect(rest).toMatchObject({
      title: 'Summer demo',
      liveStart: '07/20/2026 05:45 PM',
      goodAfter: '07/20/2026 06:00 PM',
      liveEnd: '07/20/2026 07:00 PM',
      liveDuration: 3600,
      timeZone: 'Europe/Berlin',
      audienceUrl: expect.stringContaining(`/wcc/r/${eventId}/`),
      PMUrl: expect.stringContaining(String(eventId)),
    })
    expect((await region.get(`/event/${eventId}`)).body).toMatchObject({
      description: 'Summer demo',
      goodafter: '2026-07-20T09:00:00-07:00',
      campaigncode: 'crm-1',
      promotionalsummary: '<p>Come</p>',
      localelanguagecd: 'de',
      displaytimezonecd: 'Europe/Berlin',
      eventtype: 'Live Video and Audio',
    })
  })

  test('twice makes two', async () => {
    const first = written(await region.post('/event', form)).eventId
    expect(written(await region.post('/event', form)).eventId).not.toBe(first)
  })

  test('needs six fields, each of which must be right', async () => {
    for (const field of Object.keys(form)) {
      expect((await region.post('/event', { ...form, [field]: '' })).body.message).toBe(`${field} is required.`)
    }
    const wrong = {
      title: 'x'.repeat(251),
      liveStart: '20.07.2026',
      liveDuration: '50',
      eventType: 'opera',
      languageCd: 'tlh',
      timeZone: 'Mars/Olympus',
    }
    for (const [field, value] of Object.entries(wrong)) {
      const { status, body } = await region.post('/event', { ...form, [field]: value })
      expect([status, body.message]).toEqual([400, expect.stringContaining(field)])
    }
    expect((await region.post('/event', { ...form, liveStart: '2026-06-30T16:00:00+00:00' })).status).toBe(400)
  })

  test('takes quarters of an hour up to two hours and half hours up to eight', async () => {
    const status = async (liveDuration: string) => (await region.post('/event', { ...form, liveDuration })).status
    for (const minutes of ['15', '105', '120', '150', '480']) expect(await status(minutes)).toBe(200)
    for (const minutes of ['0', '10', '20', '135', '510', 'an hour']) expect(await status(minutes)).toBe(400)
  })

  test('reads the start in four ways', async () => {
    const goodafter = async (liveStart: string) => {
      const { eventId } = written(await region.post('/event', { ...form, liveStart }))
      return region.on24.event(eventId).goodafter.toISOString()
    }
    expect(await goodafter('07/20/2026 06:00 PM')).toBe('2026-07-20T16:00:00.000Z')
    expect(await goodafter('2026-07-20T09:00:00')).toBe('2026-07-20T16:00:00.000Z')
    expect(await goodafter('2026-07-20T18:00:00+02:00')).toBe('2026-07-20T16:00:00.000Z')
    expect(await goodafter('Mon Jul 20 2026 18:00:00 GMT+0200 (Central European Summer Time)')).toBe(
      '2026-07-20T16:00:00.000Z',
    )
  })

  test('is for forms only, and ten times a minute', async () => {
    const json = await region.send('POST', `${region.on24.url}/v2/client/10001/event`, {
      headers: { ...tokens, 'content-type': 'application/json' },
      body: JSON.stringify(form),
    })
    expect(json.status).toBe(415)
    region.account.quotas = true
    for (let made = 0; made < 10; made += 1) expect((await region.post('/event', form)).status).toBe(200)
    expect((await region.post('/event', form)).body.message).toMatch(/maximum number of calls/)
  })
})

describe('changing an ON24 event', () => {
  test('changes what is sent and leaves the rest', async () => {
    const id = region.webinar({ campaignCode: 'crm-1' })
    const answer = await put(id, { title: 'Summer demo', liveStart: '2026-07-03T18:00:00+00:00' })
    expect(written(answer)).toMatchObject({ title: 'Summer demo', pmurl: expect.any(String) })
    expect(region.on24.event(id)).toMatchObject({
      title: 'Summer demo',
      durationMinutes: 60,
      campaignCode: 'crm-1',
      goodafter: new Date('2026-07-03T18:00:00Z'),
    })
  })

  test('is over once the event has begun', async () => {
    const id = region.webinar()
    region.at('2026-07-02T18:00:00Z')
    expect((await put(id, { title: 'Too late' })).status).toBe(400)
  })
})

describe('deleting an ON24 event', () => {
  test('hides it from other calls, is 410 the second time and refused after the start', async () => {
    const [id, begun] = [region.webinar(), region.webinar({ goodafter: new Date('2026-07-01T17:59:00Z') })]
    expect((await remove(id)).status).toBe(200)
    expect((await region.get(`/event/${id}`)).status).toBe(404)
    expect((await remove(id)).status).toBe(410)
    expect((await remove(begun)).status).toBe(412)
    expect((await remove(1)).status).toBe(404)
  })
})

test('types, languages and time zones of the account are listed', async () => {
  expect((await region.get('/eventtypes')).body.eventtypes).toContainEqual({ label: 'Simulive', value: 'simulive' })
  expect((await region.get('/languages')).body.languagecodes).toContainEqual({
    label: 'Chinese (Traditional)',
    languagecd: 'zh',
    countrycd: 'TW',
  })
  expect((await region.get('/timezones')).body.timezones?.length).toBeGreaterThan(300)
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startRegion } from './fixtures.ts'

let region: Awaited<ReturnType<typeof startRegion>>
beforeEach(async () => {
  region = await startRegion()
})
afterEach(() => region.on24.stop())

const when = { liveStart: '2026-07-20T16:00:00+00:00', liveDuration: '60' }
const copy = async (source: number | string, form: Record<string, string> = when) => {
  const { status, body } = await region.post(`/event?eventsource=${source}`, form)
  const made = (body as { wccevent?: { eventId: number } }).wccevent
  return { status, message: body.message, event: made && region.on24.event(made.eventId) }
}
type Mail = { emailid: number; emailtype: string; activated: string }
const mailsOf = async (event: number) =>
  (await region.get(`/event/${event}/email`)).body.emails as unknown as readonly Mail[]

describe('a copy of an ON24 event', () => {
  test('needs a start and a duration, and has all else of the event that it copies', async () => {
    const source = region.webinar({
      title: 'Demo',
      requiredFields: ['country'],
      tags: ['template'],
      eventType: 'simulive',
    })
    region.on24.event(source).emails[0] = { ...(await firstMail(source)), activated: 'N' }
    const { event } = await copy(source)
    expect(event).toMatchObject({ title: 'Copy of Demo', requiredFields: ['country'], tags: ['template'] })
    expect(event).toMatchObject({ eventType: 'simulive', goodafter: new Date('2026-07-20T16:00:00Z') })
    expect(event?.emails.map(({ activated }) => activated)).toEqual(['N', 'Y', 'N'])
    expect(await copy(source, { liveStart: when.liveStart })).toMatchObject({ status: 400 })
  })

  test('has what the form says, and leaves the event that it copies as it is', async () => {
    const source = region.webinar({ title: 'Demo', tags: ['template'], testEvent: true })
    const form = { ...when, title: 'Mine', tagCampaign: 'spring', testevent: 'N', hybrid: 'Y', venue: 'Hall' }
    const { event } = await copy(source, form)
    expect(event).toMatchObject({ title: 'Mine', tags: ['template', 'spring'], testEvent: false })
    expect(event).toMatchObject({ hybrid: true, venue: 'Hall' })
    expect(region.on24.event(source)).toMatchObject({ title: 'Demo', tags: ['template'], testEvent: true })
    expect((await copy(source, { ...when, tagCampaign: 'a & b' })).status).toBe(400)
  })

  test('of an event that is unknown, deleted or inactive is refused', async () => {
    const source = region.webinar()
    region.on24.event(source).active = false
    expect((await copy(source)).status).toBe(403)
    region.on24.event(source).deleted = true
    expect((await copy(source)).status).toBe(404)
    expect((await copy('nonsense')).status).toBe(404)
  })
})

describe('the e-mails of an ON24 event', () => {
  test('are listed, and switched off one by one', async () => {
    const event = region.webinar()
    const [, reminder] = await mailsOf(event)
    const put = (mail: number | string, form: Record<string, string>) =>
      region.send('PUT', `${region.on24.url}/v2/client/10001/event/${event}/email/${mail}`, { form })
    expect(reminder).toMatchObject({ emailtype: 'Reminder Email #1', activated: 'Y' })
    expect((await put(reminder?.emailid ?? 0, { activated: 'N' })).body).toMatchObject({ activated: 'N' })
    expect((await mailsOf(event)).map(({ activated }) => activated)).toEqual(['Y', 'N', 'N'])
    expect((await put('404', { activated: 'N' })).status).toBe(404)
    expect((await put(reminder?.emailid ?? 0, { activated: 'off' })).status).toBe(400)
  })

  test('are of that event alone', async () => {
    const [first] = await mailsOf(region.webinar())
    const [second] = await mailsOf(region.webinar())
    expect(first?.emailid).not.toBe(second?.emailid)
  })
})

async function firstMail(event: number) {
  const [mail] = region.on24.event(event).emails
  if (!mail) throw new Error('There is no e-mail.')
  return mail
}

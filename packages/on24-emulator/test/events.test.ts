import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startRegion } from './fixtures.ts'

let region: Awaited<ReturnType<typeof startRegion>>
beforeEach(async () => {
  region = await startRegion()
})
afterEach(() => region.on24.stop())

const ids = async (query: string) => (await region.get(`/event?${query}`)).body.events?.map(({ eventid }) => eventid)

describe('one ON24 event', () => {
  test('has its times in Pacific time with the offset of the day', async () => {
    const summer = region.webinar({ goodafter: new Date('2026-07-01T18:01:42Z') })
    expect((await region.get(`/event/${summer}`)).body).toMatchObject({
      eventid: summer,
      clientid: 10001,
      description: 'Spring demo',
      goodafter: '2026-07-01T11:01:42-07:00',
      livestart: '2026-07-01T10:46:42-07:00',
      liveend: '2026-07-01T12:01:42-07:00',
      archivestart: '2026-07-01T12:31:42-07:00',
      archiveend: '2027-07-01T12:31:42-07:00',
      isactive: true,
      eventduration: 60,
    })
    const winter = region.webinar({ goodafter: new Date('2026-12-01T18:00:00Z'), archiveDays: 30 })
    expect((await region.get(`/event/${winter}`)).body).toMatchObject({
      goodafter: '2026-12-01T10:00:00-08:00',
      archiveend: '2026-12-31T11:30:00-08:00',
    })
  })

  test('has the audience link made of its id and its key', async () => {
    const id = region.webinar()
    const { audienceurl, audiencekey } = (await region.get(`/event/${id}`)).body
    expect(audiencekey).toMatch(/^[0-9A-F]{32}$/)
    expect(audienceurl).toBe(`https://event.on24.com/wcc/r/${id}/${audiencekey}`)
  })

  test('is not found by another id or client, and is refused while inactive', async () => {
    region.on24.addAccount({ clientId: '10002', accessTokenKey: 'K', accessTokenSecret: 'S' })
    const foreign = region.webinar({ clientId: '10002' })
    expect((await region.get('/event/1')).status).toBe(404)
    expect((await region.get(`/event/${foreign}`)).status).toBe(404)
    const id = region.webinar({ active: false })
    for (const path of ['', '/regfield', '/registrant', '/attendee']) {
      expect((await region.get(`/event/${id}${path}`)).status).toBe(403)
    }
    region.on24.event(id).active = true
    expect((await region.get(`/event/${id}`)).status).toBe(200)
  })

  test('counts its audience', async () => {
    const id = region.webinar()
    const ada = region.on24.register(id, { email: 'ada@example.test' })
    region.on24.register(id, { email: 'bob@example.test' })
    region.on24.attend(id, ada, { liveminutes: 52, liveviewed: 1 })
    expect((await region.get(`/event/${id}`)).body.eventanalytics).toEqual({
      totalregistrants: 2,
      totalattendees: 1,
      liveattendees: 1,
      ondemandattendees: 0,
      noshowcount: 1,
    })
  })

  test('says which fields its registration form has, in snake case', async () => {
    const id = region.webinar({ requiredFields: ['job_title'], dropdowns: { country: ['Spain', 'United Kingdom'] } })
    const { registrationfields } = (await region.get(`/event/${id}/regfield`)).body
    expect(registrationfields).toContainEqual({
      fieldid: 'job_title',
      fieldcaption: 'Job title',
      fieldtype: 'textbox',
      validationtype: 'none',
      required: 'Y',
    })
    expect(registrationfields).toContainEqual(
      expect.objectContaining({ fieldid: 'country', fieldtype: 'listbox', options: ['Spain', 'United Kingdom'] }),
    )
    const required = registrationfields?.filter((field) => field.required === 'Y').map((field) => field.fieldid)
    expect(required).toEqual(['email', 'job_title'])
  })
})

describe('the list of ON24 events', () => {
  test('covers the last 90 days and nothing ahead without dates', async () => {
    const recent = region.webinar({ goodafter: new Date('2026-05-01T18:00:00Z') })
    region.webinar({ goodafter: new Date('2026-03-01T18:00:00Z') })
    const coming = region.webinar()
    expect(await ids('')).toEqual([recent])
    expect(await ids('startDate=2026-07-01&endDate=2026-07-31&dateFilterMode=livestart')).toEqual([coming])
  })

  test('can be filtered by any time of an event', async () => {
    const id = region.webinar({ goodafter: new Date('2026-06-01T18:00:00Z') })
    const ada = region.on24.register(id, { email: 'ada@example.test' })
    region.at('2026-07-03T18:00:00Z')
    expect(await ids('startDate=2026-07-02&dateFilterMode=updated')).toEqual([])
    region.on24.attend(id, ada, { archiveminutes: 5 })
    expect(await ids('startDate=2026-07-02&dateFilterMode=UPDATED')).toEqual([id])
    expect(await ids('startDate=2026-07-02&dateFilterMode=modified')).toEqual([])
    expect(await ids('startDate=2026-07-01&endDate=2026-07-01&dateFilterMode=creation')).toEqual([id])
    expect(await ids('startDate=2026-06-01T11:30:00&endDate=2026-06-01T12:00:00&dateFilterMode=liveend')).toEqual([id])
    expect((await region.get('/event?dateFilterMode=whenever')).status).toBe(400)
  })

  test('leaves out inactive events unless asked, and sorts both ways', async () => {
    const first = region.webinar({ goodafter: new Date('2026-05-01T18:00:00Z') })
    const closed = region.webinar({ goodafter: new Date('2026-06-01T18:00:00Z'), active: false })
    expect(await ids('')).toEqual([first])
    expect(await ids('includeInactive=Y&filterOrder=desc')).toEqual([closed, first])
    expect(await ids('contentType=video')).toEqual([])
  })

  test('comes in pages from zero, with page numbers if sub-accounts are included', async () => {
    for (const day of [1, 2, 3]) region.webinar({ goodafter: new Date(`2026-06-0${day}T18:00:00Z`) })
    const page = (await region.get('/event?itemsPerPage=2&pageOffset=1&includesubaccounts=Y')).body
    expect(page).toMatchObject({ totalevents: 3, pagecount: 2, currentpage: 1 })
    expect(page.events).toHaveLength(1)
    expect((await region.get('/event?itemsPerPage=2')).body).not.toHaveProperty('pagecount')
    expect(await ids('pageOffset=7')).toEqual([])
  })

  test.each([
    ['itemsPerPage=101'],
    ['itemsPerPage=0'],
    ['pageOffset=-1'],
    ['includesubaccounts=yes'],
    ['subaccounts=77'],
    ['startDate=01/07/2026'],
    ['startDate=2026-07-01T10:00:00Z'],
    ['startDate=2026-02-30'],
    ['startDate=2026-03-08T02:30:00&endDate=2026-03-09'],
    ['startDate=2026-07-01&endDate=2026-06-30'],
    ['startDate=2026-01-01&endDate=2026-06-30'],
    ['dateInterval=181'],
    ['dateInterval=0'],
    ['dateIntervalOffset=1'],
    ['dateInterval=5&endDate=2026-07-01'],
    ['dateInterval=5&dateIntervalTimezone=Mars/Olympus'],
  ])('refuses %s', async (query) => {
    const answer = await region.get(`/event?${query}`)
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.body)).toEqual(['message'])
  })

  test('takes up to 180 days, from first to last', async () => {
    expect((await region.get('/event?startDate=2026-01-01&endDate=2026-06-29')).status).toBe(200)
    expect((await region.get('/event?startDate=2026-07-01&endDate=2026-12-27')).status).toBe(200)
  })

  test('reads a time as Pacific unless it has an offset', async () => {
    const id = region.webinar({ goodafter: new Date('2026-06-01T18:00:00Z') })
    expect(await ids('startDate=2026-06-01T11:00:00&endDate=2026-06-01T11:00:00')).toEqual([id])
    const berlin = encodeURIComponent('2026-06-01T20:00:00+02:00')
    expect(await ids(`startDate=${berlin}&endDate=${berlin}`)).toEqual([id])
  })

  test('takes a rolling interval of whole days, today included', async () => {
    const id = region.webinar({ goodafter: new Date('2026-06-29T18:00:00Z') })
    expect(await ids('dateInterval=3')).toEqual([id])
    expect(await ids('dateInterval=2')).toEqual([])
    expect(await ids('dateInterval=1&dateIntervalOffset=2&dateIntervalTimezone=Europe/Berlin')).toEqual([id])
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startRegion } from './fixtures.ts'

let region: Awaited<ReturnType<typeof startRegion>>
let id: number
let ids: Record<'ada' | 'bob' | 'eve', number>

beforeEach(async () => {
  region = await startRegion('2026-06-01T18:00:00Z')
  id = region.webinar()
  await region.post(`/event/${id}/registrant`, {
    email: 'ada@example.test',
    exteventusercd: 'reg-1',
    partnerref: 'shop',
  })
  await region.post(`/event/${id}/registrant`, { email: 'bob@example.test', exteventusercd: 'reg-2' })
  await region.post(`/event/${id}/registrant`, { email: 'bob@example.test', isDeleted: 'Y' })
  region.at('2026-07-01T18:00:00Z')
  const eve = region.on24.register(id, { email: 'eve@example.test', company: 'Looms' })
  const [ada = 0, bob = 0] = region.on24.registrants(id).map(({ eventuserid }) => eventuserid)
  ids = { ada, bob, eve }
  region.at('2026-07-03T18:00:00Z')
})
afterEach(() => region.on24.stop())

const emails = async (path: string) => {
  const { body } = await region.get(path)
  return (body.registrants ?? body.attendees)?.map(({ email }) => String(email).split('@')[0])
}

describe("an event's registrants at ON24", () => {
  test('come all at once in the order they came, the deleted too', async () => {
    const { body } = await region.get(`/event/${id}/registrant`)
    expect(body).toMatchObject({ eventid: id, totalregistrants: 3 })
    expect(body.registrants).toMatchObject([
      { email: 'ada@example.test', eventid: id, eventuserid: ids.ada, exteventusercd: 'reg-1', userstatus: 'active' },
      { email: 'bob@example.test', userstatus: 'deleted' },
      { email: 'eve@example.test', createtimestamp: '2026-07-01T11:00:00-07:00', userstatus: 'active' },
    ])
    expect(body.registrants?.[2]).not.toHaveProperty('exteventusercd')
    expect(body.registrants?.[2]).not.toHaveProperty('isblocked')
  })

  test('can be filtered by e-mail, status, partner and date', async () => {
    const path = `/event/${id}/registrant`
    expect(await emails(`${path}?email=EVE@example.test`)).toEqual(['eve'])
    expect(await emails(`${path}?email=nobody@example.test`)).toEqual([])
    expect(await emails(`${path}?userstatus=deleted`)).toEqual(['bob'])
    expect(await emails(`${path}?userstatus=Any`)).toEqual(['ada', 'bob', 'eve'])
    expect(await emails(`${path}?partnerref=shop`)).toEqual(['ada'])
    expect(await emails(`${path}?startDate=2026-07-01`)).toEqual(['eve'])
    expect(await emails(`${path}?endDate=2026-06-30`)).toEqual(['ada', 'bob'])
    expect((await region.get(`${path}?userstatus=active`)).status).toBe(400)
  })

  test('can be filtered by last activity', async () => {
    await region.post(`/event/${id}/registrant`, { email: 'ada@example.test', company: 'Engines' })
    const since = `/event/${id}/registrant?startDate=2026-07-03`
    expect(await emails(since)).toEqual([])
    expect(await emails(`${since}&dateFilterMode=lastActivity`)).toEqual(['ada'])
    expect((await region.get(`${since}&dateFilterMode=registration`)).status).toBe(400)
  })

  test('can be filtered by no-show and without the forgotten', async () => {
    region.on24.attend(id, ids.ada, { liveminutes: 12 })
    await region.post('/forget', { email: 'eve@example.test' })
    expect(await emails(`/event/${id}/registrant?noshow=Y`)).toEqual(['bob', `${ids.eve}-deleted`])
    expect(await emails(`/event/${id}/registrant?noshow=Y&filterforgotten=Y`)).toEqual(['bob'])
  })
})

describe("an event's attendees at ON24", () => {
  test('are none, as an empty list', async () => {
    const response = await fetch(`${region.on24.url}/v2/client/10001/event/${id}/attendee`, {
      headers: { accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' },
    })
    expect(await response.text()).toBe(`{"eventid":${id},"totalattendees":0,"attendees":[]}`)
  })

  test('have the known facts only: no name, no event, no empty list', async () => {
    region.on24.attend(id, ids.eve, { liveminutes: 52, lastliveactivity: '2026-07-02T11:50:00-07:00', polls: [] })
    region.on24.attend(id, ids.eve, { archiveminutes: 3 })
    expect((await region.get(`/event/${id}/attendee`)).body).toEqual({
      eventid: id,
      totalattendees: 1,
      attendees: [
        {
          email: 'eve@example.test',
          eventuserid: ids.eve,
          userstatus: 'active',
          isblocked: 'N',
          userprofileurl: expect.any(String),
          liveminutes: 52,
          lastliveactivity: '2026-07-02T11:50:00-07:00',
          archiveminutes: 3,
        },
      ],
    })
  })

  test('can be filtered by the date of their activity', async () => {
    region.on24.attend(id, ids.ada, { lastliveactivity: '2026-07-02T11:50:00-07:00' })
    region.on24.attend(id, ids.eve, { lastarchiveactivity: '2026-07-03T10:00:00-07:00' })
    expect(await emails(`/event/${id}/attendee?startDate=2026-07-03`)).toEqual(['eve'])
    expect(await emails(`/event/${id}/attendee?endDate=2026-07-02&dateFilterMode=lastactivity`)).toEqual(['ada'])
  })

  test('change the lastupdated of their event', () => {
    region.at('2026-07-04T18:00:00Z')
    region.on24.attend(id, ids.ada, { liveminutes: 1 })
    expect(region.on24.event(id).lastupdated).toEqual(new Date('2026-07-04T18:00:00Z'))
  })

  test('can be a hundred thousand, with their registrants', { timeout: 60_000 }, async () => {
    for (let count = 0; count < 100_000; count += 1) {
      const eventUserId = region.on24.register(id, { email: `person-${count}@example.test` })
      region.on24.attend(id, eventUserId, { liveminutes: 30, liveviewed: 1 })
    }
    const { body } = await region.get(`/event/${id}/attendee`)
    expect(body.totalattendees).toBe(100_000)
    expect(body.attendees).toHaveLength(100_000)
    expect((await region.get(`/event/${id}/registrant?noshow=Y`)).body.totalregistrants).toBe(3)
  })
})

describe("a client's lists at ON24", () => {
  test('of registrants show 30 days by page, over all events', async () => {
    const other = region.webinar()
    region.on24.register(other, { email: 'kim@example.test' })
    expect(await emails('/registrant')).toEqual(['eve', 'kim'])
    const { body } = await region.get('/registrant?startDate=2026-06-01&itemsPerPage=3&pageOffset=1')
    expect(body).toMatchObject({ clientid: 10001, totalregistrants: 4, pagecount: 2, currentpage: 1 })
    expect(body.registrants).toMatchObject([{ email: 'kim@example.test', clientid: 10001, eventid: other }])
    expect(await emails('/registrant?excludelive=Y')).toEqual(['eve'])
    expect((await region.get('/registrant?itemsPerPage=101')).status).toBe(400)
    expect((await region.get('/registrant?startDate=2025-12-01')).status).toBe(400)
  })

  test('of attendees name the event, and can leave out live viewers', async () => {
    region.on24.attend(id, ids.ada, { liveminutes: 9 })
    region.on24.attend(id, ids.eve, { archiveminutes: 9 })
    region.at('2026-07-03T20:00:00Z')
    const { body } = await region.get('/attendee?dateFilterMode=lastActivity')
    expect(body).toMatchObject({ clientid: 10001, totalattendees: 2, pagecount: 1, currentpage: 0 })
    expect(body.attendees?.[0]).toMatchObject({ clientid: 10001, eventid: id, exteventusercd: 'reg-1' })
    expect(await emails('/attendee?excludelive=Y')).toEqual(['eve'])
    expect((await region.get('/attendee?subaccounts=5')).status).toBe(400)
  })

  test('of attendees show news at once with realtimeonly, without what comes from the warehouse', async () => {
    const now = '2026-07-03T20:00:00Z'
    region.at(now)
    const facts = { liveminutes: 3, liveviewed: 1, launchmode: 'Watching remote' }
    region.on24.attend(id, ids.ada, { ...facts, askedquestions: 1, firstliveactivity: '2026-07-03T12:57:00-07:00' })
    expect(await emails('/attendee')).toEqual([])
    const { body } = await region.get('/attendee?realtimeonly=Y&dateFilterMode=lastActivity&startDate=2026-07-03')
    expect(body.attendees).toMatchObject([{ eventid: id, email: 'ada@example.test', ...facts }])
    expect(Object.keys(body.attendees?.[0] ?? {})).not.toContain('firstliveactivity')
    expect(Object.keys(body.attendees?.[0] ?? {})).not.toContain('askedquestions')
  })
})

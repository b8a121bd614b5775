import { serve } from '@webinar-connector/emulator-server'
import { type On24, startOn24 } from '@webinar-connector/on24-emulator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WebinarAccount } from '../../../lib/model/provider.ts'
import { createOn24 } from '../../../lib/on24/provider.ts'
import { aRegistrant } from '../../harness/builders.ts'
import { noLimits } from '../../harness/no-limits.ts'

const token = { accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' }
const ada = aRegistrant({ registrationId: 'r-ada' })
const reference = { email: ada.email, providerId: undefined }
let on24: On24
let account: WebinarAccount
let webinar: string
let now: Date

beforeEach(async () => {
  now = new Date('2026-05-11T12:00:00Z')
  on24 = await startOn24({ now: () => now })
  on24.addAccount({ clientId: '10001', ...token })
  account = connect(on24.url)
  webinar = event()
})
afterEach(() => on24.stop())

function connect(url: string, clientId = '10001', region = 'na') {
  const elsewhere = 'http://127.0.0.1:9/v2'
  const urls = region === 'na' ? { na: `${url}/v2`, eu: elsewhere } : { na: elsewhere, eu: `${url}/v2` }
  return createOn24(urls, noLimits).connect({ provider: 'on24', region, clientId, ...token })
}

function event(facts: Partial<Parameters<On24['addEvent']>[0]> = {}) {
  const goodafter = new Date('2026-05-12T13:00:00Z')
  return String(on24.addEvent({ clientId: '10001', title: 'Spring demo', goodafter, durationMinutes: 60, ...facts }))
}

const registrants = (id = webinar) => on24.registrants(Number(id))
const theEventBegins = () => (now = new Date('2026-05-12T13:05:00Z'))

async function all<Item>(items: AsyncIterable<Item>) {
  return Array.fromAsync(items)
}

describe('verifying credentials', () => {
  test('is one cheap call', async () => {
    await account.verifyCredentials()
    expect(on24.calls).toMatchObject([{ method: 'GET', path: '/v2/client/10001/event' }])
  })

  test('goes to the host of the region', async () => {
    await connect(on24.url, '10001', 'eu').verifyCredentials()
    expect(on24.calls).toHaveLength(1)
  })

  test('tells an unknown client, a foreign or disabled token and a missing level apart', async () => {
    const known = on24.addAccount({ clientId: '10003', accessTokenKey: 'KEY-3', accessTokenSecret: 'secret-3' })
    await expect(connect(on24.url, '10002').verifyCredentials()).rejects.toMatchObject({ status: 'not_authenticated' })
    await expect(connect(on24.url, '10003').verifyCredentials()).rejects.toMatchObject({ status: 'forbidden' })
    const own = createOn24({ na: `${on24.url}/v2`, eu: '' }, noLimits).connect({
      ...{ provider: 'on24', region: 'na', clientId: '10003', accessTokenKey: 'KEY-3', accessTokenSecret: 'secret-3' },
    })
    await own.verifyCredentials()
    known.levels.clear()
    await expect(own.verifyCredentials()).rejects.toMatchObject({ status: 'forbidden' })
    known.enabled = false
    await expect(own.verifyCredentials()).rejects.toMatchObject({ status: 'not_authenticated' })
  })
})

describe('registering', () => {
  test('answers ON24’s id, and a repeat changes the same registrant in place', async () => {
    const { providerId } = await account.register(webinar, ada, 'none')
    expect(registrants()).toMatchObject([
      { eventuserid: Number(providerId), firstname: 'Ada', exteventusercd: 'r-ada' },
    ])
    const again = await account.register(webinar, { ...ada, lastName: 'Lovelace', company: '' }, 'registered')
    expect(again).toEqual({ providerId })
    expect(registrants()).toHaveLength(1)
    expect(registrants()[0]).toMatchObject({ lastname: 'Lovelace' })
    expect(registrants()[0]).not.toHaveProperty('company')
  })

  test('takes names that a URL or a form might stumble over', async () => {
    const odd = { ...ada, email: 'ada+1&x=y@example.test', lastName: 'Ö & Co = 100 % +', company: 'Ünïcode 😀' }
    await account.register(webinar, odd, 'none')
    expect(registrants()).toMatchObject([{ email: odd.email, lastname: odd.lastName, company: odd.company }])
  })

  test('keeps facts that a person gave ON24 and CRM does not know', async () => {
    on24.register(Number(webinar), { email: ada.email, company: 'Own words' })
    await account.register(webinar, { ...ada, company: '' }, 'none')
    expect(registrants()).toMatchObject([{ company: 'Own words', exteventusercd: 'r-ada' }])
  })

  test('restores a cancelled person, and registers one who is not there', async () => {
    await account.register(webinar, ada, 'none')
    await account.cancel(webinar, reference)
    await account.register(webinar, ada, 'cancelled')
    expect(registrants()).toMatchObject([{ userstatus: 'active' }])
    await account.register(webinar, { ...ada, email: 'new@example.test' }, 'cancelled')
    expect(registrants()).toHaveLength(2)
  })

  test('is refused in ON24’s words', async () => {
    const refused = account.register(event({ requiredFields: ['country'] }), ada, 'none')
    await expect(refused).rejects.toMatchObject({
      userMessage: { code: 'provider_refused', said: 'The required field country is missing.' },
    })
  })

  test('for an unknown webinar is refused, and says nothing about the account', async () => {
    const refused = account.register('424242', ada, 'none')
    await expect(refused).rejects.toMatchObject({
      name: 'RefusedError',
      userMessage: { code: 'registration_webinar_unknown', provider: 'ON24' },
    })
    const odd = account.register('../../client/x', ada, 'none')
    await expect(odd).rejects.toMatchObject({ name: 'RefusedError' })
  })

  test('is never repeated by itself', async () => {
    on24.injectFault(() => new Response(null, { status: 503 }))
    await expect(account.register(webinar, ada, 'none')).rejects.toMatchObject({ name: 'UnavailableError' })
    expect(on24.calls).toHaveLength(1)
  })

  test('beyond ON24’s limit of calls has to wait a minute', async () => {
    on24.injectFault(() =>
      Response.json({ message: 'You have reached the maximum number of calls for this api.' }, { status: 403 }),
    )
    await expect(account.register(webinar, ada, 'none')).rejects.toMatchObject({
      name: 'QuotaReachedError',
      retryAfter: 60,
    })
  })
})

describe('cancelling', () => {
  test('leaves nobody registered, and may be repeated', async () => {
    await account.register(webinar, ada, 'none')
    expect(await account.cancel(webinar, reference)).toBe(true)
    await account.cancel(webinar, reference)
    expect(registrants()).toMatchObject([{ userstatus: 'deleted' }])
  })

  test('a person or webinar that is not there is done already', async () => {
    expect(await account.cancel(webinar, { email: 'nobody@example.test', providerId: undefined })).toBe(false)
    await account.cancel('424242', { email: 'nobody@example.test', providerId: undefined })
    expect(registrants()).toEqual([])
  })

  test('asks for no required fields', async () => {
    const strict = event({ requiredFields: ['country'] })
    on24.register(Number(strict), { email: ada.email })
    await account.cancel(strict, reference)
    expect(registrants(strict)).toMatchObject([{ userstatus: 'deleted' }])
  })

  test('is too late once the webinar has begun, as is restoring', async () => {
    await account.register(webinar, ada, 'none')
    theEventBegins()
    await expect(account.cancel(webinar, reference)).rejects.toMatchObject({ name: 'TooLateError' })
    await expect(account.register(webinar, ada, 'cancelled')).rejects.toMatchObject({ name: 'TooLateError' })
    await expect(account.register(webinar, ada, 'registered')).resolves.toHaveProperty('providerId')
  })
})

describe('renaming', () => {
  test('changes the address in all webinars, and keeps the id', async () => {
    const other = event()
    const { providerId } = await account.register(webinar, ada, 'none')
    await account.register(other, ada, 'none')
    await account.rename(ada.email, 'a/b+c@example.test')
    expect(registrants()).toMatchObject([{ email: 'a/b+c@example.test', eventuserid: Number(providerId) }])
    expect(registrants(other)).toMatchObject([{ email: 'a/b+c@example.test' }])
  })

  test('is refused where the new address is taken', async () => {
    await account.register(webinar, ada, 'none')
    await account.register(webinar, { ...ada, email: 'taken@example.test' }, 'none')
    await expect(account.rename(ada.email, 'taken@example.test')).rejects.toMatchObject({ name: 'RefusedError' })
  })

  test('nobody is done already', async () => {
    await expect(account.rename('nobody@example.test', 'new@example.test')).resolves.toBeUndefined()
  })
})

describe('lists', () => {
  test('of registrants hold everybody, the cancelled too, in one call', async () => {
    for (let at = 0; at < 100; at += 1) on24.register(Number(webinar), { email: `p${at}@example.test` })
    await account.cancel(webinar, { email: 'p7@example.test', providerId: undefined })
    on24.calls.length = 0
    const list = await all(account.registrants(webinar))
    expect(list).toHaveLength(100)
    expect(list.filter((one) => one?.state === 'gone')).toMatchObject([{ email: 'p7@example.test' }])
    expect(on24.calls).toHaveLength(1)
  })

  test('of attendances arrive one by one, before the last has been sent', async () => {
    let finish = () => {}
    const rest = new Promise<void>((resolve) => {
      finish = resolve
    })
    const slow = await serve(() => {
      async function* body() {
        yield Buffer.from('{"eventid":1,"attendees":[{"eventuserid":1,"liveminutes":5},{"eventuserid":2},')
        await rest
        yield Buffer.from('{"eventuserid":3}]}')
      }
      return new Response(ReadableStream.from(body()), { headers: { 'content-type': 'application/json' } })
    })
    const attendances = connect(slow.url).attendances(webinar)[Symbol.asyncIterator]()
    expect((await attendances.next()).value).toMatchObject({ providerId: '1', metrics: { minutes: 5 } })
    expect((await attendances.next()).value).toMatchObject({ providerId: '2' })
    finish()
    expect((await attendances.next()).value).toMatchObject({ providerId: '3' })
    expect((await attendances.next()).done).toBe(true)
    await slow.stop()
  })

  test.each([
    ['within an element', '{"eventid":1,"attendees":[{"eventuserid":1},{"eventu'],
    ['between elements', '{"eventid":1,"attendees":[{"eventuserid":1},'],
    ['before the closing brace', '{"eventid":1,"attendees":[{"eventuserid":1}]'],
    ['before it began', ''],
    ['in HTML', '<html>Gateway</html>'],
  ])('that break off %s are errors', async (_, body) => {
    on24.injectFault(() => new Response(body, { headers: { 'content-type': 'application/json' } }))
    await expect(all(account.attendances(webinar))).rejects.toMatchObject({ name: 'UnavailableError', retry: true })
  })

  test('of an empty webinar are empty', async () => {
    expect(await all(account.registrants(webinar))).toEqual([])
    expect(await all(account.attendances(webinar))).toEqual([])
  })

  test('are read again by themselves after a brief failure', async () => {
    on24.register(Number(webinar), { email: ada.email })
    let hiccups = 1
    on24.injectFault(() => (hiccups-- > 0 ? new Response(null, { status: 503 }) : undefined))
    expect(await all(account.registrants(webinar))).toHaveLength(1)
  })
})

describe('digests of webinars ahead', () => {
  const digests = async (to = '2027-05-11') =>
    new Map((await all(account.webinarDigests(now, new Date(to)))).map(({ webinarId, digest }) => [webinarId, digest]))

  test('are those of a year, a hundred a page, though ON24 lists half a year at a time', async () => {
    for (let at = 0; at < 120; at += 1) event()
    const late = event({ goodafter: new Date('2027-05-01T13:00:00Z') })
    const inactive = event()
    on24.event(Number(inactive)).active = false
    const found = await digests()
    expect(found.size).toBe(122)
    expect([found.has(late), found.has(inactive)]).toEqual([true, false])
    expect(on24.calls.map(({ path }) => path)).toEqual(Array(4).fill('/v2/client/10001/event'))
  })

  test('stay the same until a registrant comes or the webinar is changed', async () => {
    const other = event()
    const before = await digests()
    expect(await digests()).toEqual(before)
    on24.register(Number(webinar), { email: ada.email })
    const registered = await digests()
    expect(registered.get(webinar)).not.toBe(before.get(webinar))
    expect(registered.get(other)).toBe(before.get(other))
    on24.event(Number(other)).title = 'Another name'
    expect((await digests()).get(other)).not.toBe(before.get(other))
  })
})

describe('attendances of webinars that run', () => {
  const live = async (since: Date) => Array.fromAsync(account.liveAttendances?.(since) ?? [])

  test('come page by page for the whole account, with what is known so far; an odd one costs itself', async () => {
    const other = event()
    theEventBegins()
    for (const id of [webinar, other]) {
      for (let at = 0; at < 60; at += 1) {
        const email = `person-${at}@example.test`
        const attendee = on24.register(Number(id), { email, exteventusercd: `R-${at}` })
        on24.attend(Number(id), attendee, { liveminutes: 3, firstliveactivity: '2026-05-12T06:01:00-07:00' })
      }
    }
    on24.attend(Number(other), registrants(other)[0]?.eventuserid ?? 0, { liveminutes: 4 })
    const listed = await live(new Date('2026-05-12T12:00:00Z'))
    expect(listed).toHaveLength(120)
    expect(on24.calls.map(({ path }) => path)).toEqual(Array(2).fill('/v2/client/10001/attendee'))
    const known = { email: 'person-0@example.test', registrationId: 'r-0', metrics: { minutes: 3, questions: 0 } }
    expect(listed[0]).toMatchObject({ webinarId: webinar, attendance: { ...known, firstSeen: undefined } })
    on24.injectFault(() =>
      Response.json({ attendees: [{ email: 'odd@example.test' }, { eventuserid: 7, eventid: 8 }] }),
    )
    const odd = await live(now)
    expect(odd).toMatchObject([undefined, { webinarId: '8', attendance: { providerId: '7' } }])
  })

  test('are none without an error where ON24 lists nobody, and an error where it does not answer', async () => {
    for (const body of [{ totalattendees: 0 }, { totalattendees: 0, attendees: [] }]) {
      on24.injectFault(() => Response.json(body))
      expect(await live(now)).toEqual([])
    }
    on24.injectFault(() => Response.json({}))
    await expect(live(now)).rejects.toMatchObject({ retry: true })
  })
})

describe('activity of the audience', () => {
  test('names the webinars with activity since then, with their live end and that of their archive', async () => {
    const id = on24.register(Number(webinar), { email: ada.email })
    event()
    now = new Date('2026-05-12T15:00:00Z')
    on24.attend(Number(webinar), id, { liveminutes: 5 })
    const news = await all(account.changedSince(new Date('2026-05-12T14:00:00Z')))
    const ends = { liveEnd: new Date('2026-05-12T14:00:00Z'), archiveEnd: new Date('2027-05-12T14:30:00Z') }
    expect(news).toEqual([{ webinarId: webinar, updatedAt: now, ...ends }])
  })

  test('follows the pages to their end', async () => {
    for (let at = 0; at < 249; at += 1) event()
    now = new Date('2026-05-12T00:00:00Z')
    const news = await all(account.changedSince(new Date('2026-05-10T00:00:00Z')))
    expect(new Set(news.map(({ webinarId }) => webinarId)).size).toBe(250)
    expect(on24.calls).toHaveLength(3)
  })
})

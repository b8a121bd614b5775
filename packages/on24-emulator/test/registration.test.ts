import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startRegion } from './fixtures.ts'

let region: Awaited<ReturnType<typeof startRegion>>
let id: number
const ada = { email: 'ada@example.test', firstname: 'Ada', company: 'Engines' }
const register = (form: Record<string, string>, query = '') => region.post(`/event/${id}/registrant${query}`, form)
const stored = () => region.on24.registrants(id)

beforeEach(async () => {
  region = await startRegion()
  id = region.webinar()
})
afterEach(() => region.on24.stop())

describe('a registration at ON24', () => {
  test('answers with the person and the id, without link and status', async () => {
    const { status, body } = await register({ ...ada, jobTitle: 'CTO', exteventusercd: 'reg-1', eventemail: 'Y' })
    expect(status).toBe(200)
    expect(body).toEqual({
      email: 'ada@example.test',
      firstname: 'Ada',
      company: 'Engines',
      jobtitle: 'CTO',
      exteventusercd: 'reg-1',
      eventid: id,
      eventuserid: expect.any(Number),
      isblocked: 'N',
      eventemail: 'Y',
      marketingemail: 'N',
      emailformat: 'html',
      userprofileurl: expect.stringMatching(/^https:/),
    })
  })

  test('may come as multipart', async () => {
    const body = new FormData()
    body.set('email', 'ada@example.test')
    const answer = await region.send('POST', `${region.on24.url}/v2/client/10001/event/${id}/registrant`, { body })
    expect(answer.status).toBe(200)
  })

  test('on ON24’s own page keeps its consent when another system adds a code of its own', async () => {
    region.on24.register(id, { ...ada, marketingemail: 'Y', partnerref: 'shop' })
    const { status } = await region.patch(`/event/${id}/registrant`, {
      email: 'ADA@example.test',
      exteventusercd: 'reg-1',
    })
    expect(status).toBe(200)
    expect(stored()).toMatchObject([{ ...ada, marketingemail: 'Y', partnerref: 'shop', exteventusercd: 'reg-1' }])
  })

  test('changes the same registrant when the e-mail is known, in whatever case', async () => {
    const first = await register({ ...ada, partnerref: 'shop' })
    region.at('2026-07-01T19:00:00Z')
    const second = await register({ email: 'ADA@example.test', company: 'Looms', partnerref: 'mail' })
    expect(second.body.eventuserid).toBe(first.body.eventuserid)
    expect(stored()).toEqual([
      expect.objectContaining({
        firstname: 'Ada',
        company: 'Looms',
        partnerref: 'shop',
        createtimestamp: '2026-07-01T11:00:00-07:00',
        lastactivity: '2026-07-01T12:00:00-07:00',
      }),
    ])
  })

  test('is open after the event has begun, and closed while the event is inactive', async () => {
    region.at('2026-07-03T18:00:00Z')
    expect((await register(ada)).status).toBe(200)
    region.on24.event(id).active = false
    expect((await register(ada)).status).toBe(403)
    id = 1
    expect((await register(ada)).status).toBe(404)
  })

  test.each([
    ['an e-mail that is none', { email: 'ada' }, 'email'],
    ['a first name over 50 characters', { ...ada, firstname: 'a'.repeat(51) }, 'firstname'],
    ['a company over 100 characters', { ...ada, company: 'a'.repeat(101) }, 'company'],
    ['an e-mail over 100 characters', { email: `${'a'.repeat(100)}@example.test` }, 'email'],
    ['a mail flag other than Y or N', { ...ada, eventemail: 'true' }, 'eventemail'],
    ['an e-mail format other than text or html', { ...ada, emailformat: 'pdf' }, 'emailFormat'],
    ['no e-mail', { firstname: 'Ada' }, 'email'],
  ])('is refused with %s', async (_, form, name) => {
    const answer = await register(form)
    expect(answer.status).toBe(400)
    expect(answer.body.message.toLowerCase()).toContain(name.toLowerCase())
    expect(stored()).toEqual([])
  })

  test('is refused without a required field, unless honorRequired is N', async () => {
    id = region.webinar({ requiredFields: ['job_title'] })
    const refused = await register(ada)
    expect(refused).toEqual({ status: 400, body: { message: 'The required field jobtitle is missing.' } })
    expect((await register({ ...ada, jobtitle: ' ' })).status).toBe(400)
    expect((await register(ada, '?honorrequired=N')).status).toBe(200)
    expect((await register({ ...ada, jobtitle: 'CTO' })).status).toBe(200)
    expect((await register(ada, '?honorrequired=no')).status).toBe(400)
  })

  test('is refused with a value outside a dropdown, unless honorValidation is N', async () => {
    id = region.webinar({ dropdowns: { country: ['Spain'] } })
    expect((await register({ ...ada, country: 'ES' })).body.message).toContain('country')
    expect((await register({ ...ada, country: 'ES' }, '?honorvalidation=N')).status).toBe(200)
    expect((await register({ ...ada, country: 'Spain' })).status).toBe(200)
  })

  test('without an e-mail gets an address of the system, which lists can leave out', async () => {
    expect((await register({ firstname: 'Ada' }, '?honorrequired=N')).status).toBe(200)
    expect((await region.get(`/event/${id}/registrant`)).body.totalregistrants).toBe(1)
    expect((await region.get(`/event/${id}/registrant?excludeanonymous=Y`)).body.totalregistrants).toBe(0)
  })
})

describe('a cancellation at ON24', () => {
  const status = () => stored()[0]?.userstatus

  test('is a soft delete that needs the e-mail only, and can be taken back', async () => {
    id = region.webinar({ requiredFields: ['company'] })
    const first = await register(ada)
    const cancelled = await register({ email: ada.email, isdeleted: 'Y' })
    expect([cancelled.status, cancelled.body.eventuserid]).toEqual([200, first.body.eventuserid])
    expect(status()).toBe('deleted')
    await register({ email: ada.email, isDeleted: 'N' })
    expect(status()).toBe('active')
    expect(stored()).toEqual([expect.objectContaining(ada)])
  })

  test('is not undone by registering again', async () => {
    await register(ada)
    await register({ email: ada.email, isDeleted: 'Y' })
    await register({ ...ada, company: 'Looms' })
    expect(stored()).toEqual([expect.objectContaining({ userstatus: 'deleted', company: 'Looms' })])
  })

  test('of an unknown e-mail is refused with 412', async () => {
    expect((await register({ email: ada.email, isDeleted: 'Y' })).status).toBe(412)
    expect((await register({ ...ada, isDeleted: 'N' })).status).toBe(412)
  })

  test('is refused once the event has begun, and so is its undoing', async () => {
    await register(ada)
    region.at('2026-07-02T18:00:00Z')
    const late = await register({ ...ada, company: 'Looms', isDeleted: 'Y' })
    expect(late.status).toBe(400)
    expect(late.body.message).toContain('begun')
    expect((await register({ ...ada, isDeleted: 'N' })).status).toBe(400)
    expect(stored()).toEqual([expect.objectContaining({ userstatus: 'active', company: 'Engines' })])
  })

  test('is Y or N', async () => {
    await register(ada)
    expect((await register({ ...ada, isDeleted: 'true' })).status).toBe(400)
  })
})

describe('a change of a registrant in one event', () => {
  const patch = (form: Record<string, string>) => region.patch(`/event/${id}/registrant`, form)

  test('changes only the fields sent, and can block', async () => {
    await register({ ...ada, notes: 'late' })
    region.at('2026-07-01T19:00:00Z')
    const changed = await patch({ email: 'Ada@example.test', lastname: 'b'.repeat(100), notes: '', isBlocked: 'Y' })
    expect(changed.body).toMatchObject({ firstname: 'Ada', isblocked: 'Y' })
    expect(changed.body).not.toHaveProperty('notes')
    expect(stored()[0]?.lastactivity).toBe('2026-07-01T11:00:00-07:00')
  })

  test('of an unknown e-mail is refused with 403, not 404', async () => {
    expect(await patch(ada)).toEqual({ status: 403, body: { message: 'The email provided was not found.' } })
  })

  test('needs an e-mail, flags of Y or N, and leaves no required field blank', async () => {
    id = region.webinar({ requiredFields: ['company'] })
    await register(ada)
    expect((await patch({ company: 'Looms' })).status).toBe(400)
    expect((await patch({ email: ' ' })).status).toBe(400)
    expect((await patch({ email: ada.email, isBlocked: 'yes' })).status).toBe(400)
    expect((await patch({ email: ada.email, company: '' })).body.message).toContain('company')
    expect((await patch({ email: ada.email, firstname: '' })).status).toBe(200)
  })
})

describe('a person in all events of a client', () => {
  const path = (email: string) => `/registrant/${encodeURIComponent(email)}`
  let second: number

  beforeEach(() => {
    second = region.webinar()
    for (const event of [id, second]) region.on24.register(event, { email: 'ada+x@example.test' })
  })

  test('is renamed everywhere at once, keeping the ids', async () => {
    const ids = [id, second].map((event) => region.on24.registrants(event)[0]?.eventuserid)
    const answer = await region.patch(path('ADA+X@example.test'), { email: 'ada@example.test' })
    expect(answer).toEqual({ status: 200, body: { updatedregistrants: ids } })
    expect((await region.get(path('ada@example.test'))).status).toBe(200)
    expect((await region.get(path('ada+x@example.test'))).status).toBe(404)
  })

  test('is not renamed to an address that is taken in one of the events', async () => {
    region.on24.register(second, { email: 'bob@example.test' })
    expect((await region.patch(path('ada+x@example.test'), { email: 'BOB@example.test' })).status).toBe(400)
    expect((await region.get(path('ada+x@example.test'))).status).toBe(200)
    expect((await region.patch(path('ada+x@example.test'), { email: 'ADA+X@example.test' })).status).toBe(200)
  })

  test('is 404 when nobody has the address', async () => {
    expect((await region.patch(path('bob@example.test'), { company: 'Looms' })).status).toBe(404)
    expect((await region.get(path('bob@example.test'))).status).toBe(404)
  })

  test('is looked up by the latest registration, or by that of one event', async () => {
    const latest = (await region.get(path('ada+x@example.test'))).body.registrant
    expect(latest).toMatchObject({ eventid: second, clientid: 10001, userstatus: 'active' })
    expect(latest).not.toHaveProperty('createtimestamp')
    expect((await region.get(`${path('ada+x@example.test')}?eventid=${id}`)).body.registrant).toMatchObject({
      eventid: id,
    })
  })

  test('is erased for good, in one event or in all', async () => {
    const [one, two] = [id, second].map((event) => region.on24.registrants(event)[0]?.eventuserid)
    const first = await region.post('/forget', { email: 'ada+x@example.test', eventid: String(id) })
    expect(first).toEqual({ status: 200, body: { deletedregistrants: { eventuserids: [one] } } })
    const rest = await region.post('/forget', { email: 'bob@example.test,ada+x@example.test' })
    expect(rest.body).toEqual({ deletedregistrants: { eventuserids: [two] } })
    expect(stored()).toEqual([
      expect.objectContaining({ email: `${one}-deleted`, firstname: 'deleted', userstatus: 'forgotten' }),
    ])
    expect((await region.post('/forget', { email: 'ada+x@example.test' })).status).toBe(404)
    expect((await region.post('/forget', {})).status).toBe(400)
  })
})

import { expect } from 'vitest'
import { ada, audienceUrl, linkOf, open, opens, pageOf, registeredWithLink, registrations } from '../harness/joining.ts'
import { test, until } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

/** A forwarded address of its own for each test that opens wrong links, so that none is put off for another's. */
const from = (caller: string) => ({ 'x-forwarded-for': `203.0.113.99, ${caller}:4711` })

test('a registration gets a link that leads to its webinar, and asks nobody', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  const { link } = await registeredWithLink(app, webinar)
  const location = await audienceUrl(app, webinar)
  await app.idle()
  for (const system of [app.dataverse, app.on24.na, app.keyVault]) system.calls.length = 0
  const answer = await open(link)
  expect(answer.status).toBe(303)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    ...{ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  })
  const paths = [...app.dataverse.calls, ...app.on24.na.calls, ...app.keyVault.calls].map(({ path }) => path)
  // Whether the account takes a log-in only, and once an hour which environment it is.
  expect(paths.filter((path) => !/wbc_accountsettings|WhoAmI/.test(path))).toEqual([])
  expect(link).not.toMatch(/ada|example/)
})

test('to open a link takes nothing and changes nothing, by GET or HEAD', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  const { id, link } = await registeredWithLink(app, webinar)
  await app.idle()
  const before = app.row(id)
  const head = await open(link, {}, 'HEAD')
  expect([head.status, head.headers.get('location')]).toEqual([303, await audienceUrl(app, webinar)])
  expect(await head.text()).toBe('')
  for (let times = 0; times < 3; times++) expect((await open(link)).status).toBe(303)
  expect((await open(link, {}, 'POST')).status).toBe(404)
  await app.idle()
  expect(app.row(id)).toEqual(before)
})

test('a forged, cut, changed or unknown link has one answer', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  const [one, other] = [
    await registeredWithLink(app, webinar),
    await registeredWithLink(app, webinar, { ...ada, emailaddress1: 'grace@example.test' }),
  ]
  const token = one.link.slice(-40)
  const at = (changed: string) => `${one.link.slice(0, -40)}${changed}`
  const wrong = [
    at(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`),
    at(token.slice(0, 39)),
    at(`${token}A`),
    at(`${other.link.slice(-40).slice(0, 21)}${token.slice(21)}`),
    at('A'.repeat(40)),
    at(encodeURIComponent("../'%20or 1")),
  ]
  const pages = await Promise.all(
    wrong.map(async (link) => {
      const answer = await open(link, from('203.0.113.1'))
      return { status: answer.status, page: await pageOf(answer) }
    }),
  )
  expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBe(1)
  expect(pages[0]).toMatchObject({ status: 404, page: expect.stringContaining('This link does not work') })
  expect((await open(one.link)).status).toBe(303)
})

test('a link ends with its registration, and comes back with it', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  const { id, link } = await registeredWithLink(app, webinar)
  app.dataverse.update(registrations, id, { msevtmgt_iscanceled: true })
  await until(() => expect(app.row(id)?.wbc_joinlink).toBeNull())
  await opens(link, { status: 404, says: /This link does not work/ })
  app.dataverse.update(registrations, id, { msevtmgt_iscanceled: false })
  expect(await linkOf(app, id)).toBe(link)
  await opens(link, { status: 303 })
  await app.idle()
  app.dataverse.remove(registrations, id)
  await opens(link, { status: 404 })
})

test('a link follows a webinar that is moved, made anew and cancelled', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  const { link } = await registeredWithLink(app, webinar)
  await app.idle()
  const other = app.on24.na.addEvent({
    ...{ clientId: account.clientId, title: 'Another', goodafter: new Date(Date.now() + 1_800_000) },
    durationMinutes: 60,
  })
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(other) })
  await until(() => expect(app.on24.na.registrants(other)).toHaveLength(1))
  await opens(link, { status: 303, location: await audienceUrl(app, webinar) })
  expect(await audienceUrl(app, webinar)).toContain(String(other))

  app.dataverse.update('msevtmgt_event', webinar.id, {
    ...{ msevtmgt_eventstartdate: '2099-05-12T16:00:00Z', msevtmgt_eventenddate: '2099-05-12T17:00:00Z' },
  })
  await opens(link, { status: 200, says: /begins on Tuesday,? 12 May 2099 at 16:00/ })
  const german = await open(link, { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' })
  expect(german.headers.get('content-language')).toBe('de')
  expect(await german.text()).toMatch(/“?Spring demo“? beginnt am Dienstag, 12\. Mai 2099.* Seite ansehen/)

  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_publishstatus: 100000004 })
  await opens(link, { status: 410, says: /was cancelled/ })
})

test('whoever tries many links is put off, and others are not', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  const { link } = await registeredWithLink(app, webinar)
  await app.idle()
  for (const system of [app.dataverse, app.on24.na]) system.calls.length = 0
  const guess = (at: number) => `${link.slice(0, -40)}${String(at).padStart(40, 'A')}`
  const answers = await Promise.all(
    Array.from({ length: 150 }, (_, at) => open(guess(at), from('203.0.113.2')).then(({ status }) => status)),
  )
  expect(answers.filter((status) => status === 404).length).toBeGreaterThanOrEqual(100)
  const put = await open(guess(1), from('203.0.113.2'))
  expect([put.status, put.headers.get('retry-after')]).toEqual([429, '60'])
  expect((await open(guess(1), from('203.0.113.3'))).status).toBe(404)
  expect([...app.dataverse.calls, ...app.on24.na.calls]).toEqual([])
})

test('a link works while Dynamics, ON24 and the vault are out', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  const { link } = await registeredWithLink(app, webinar)
  const location = await audienceUrl(app, webinar)
  const host = await app.startHost()
  for (const system of [app.dataverse, app.on24.na, app.keyVault, app.identity])
    system.injectFault(() => new Response(null, { status: 503 }))
  const answer = await open(link.replace(/^http:\/\/[^/]*/, host.url))
  expect([answer.status, answer.headers.get('location')]).toEqual([303, location])
})

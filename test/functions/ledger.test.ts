import { expect } from 'vitest'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'
import { save } from '../harness/webinars.ts'

test.override('appOptions', { ownTables: true })

const rowOf = (app: TestApp, { id, kind }: Pick<Webinar, 'id' | 'kind'>) =>
  app.dataverse.rows('wbc_webinarledger').find((row) => row[`wbc_${kind}id`] === id)
const today = () => new Date().toISOString().slice(0, 10)
const dayOf = (app: TestApp, configuration: string) =>
  app.dataverse
    .rows('wbc_dailyledger')
    .find((row) => row.wbc_configurationid === configuration && row.wbc_day === today())
const person = (app: TestApp, emailaddress1: string) =>
  app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1 })

test('the ledger shows what became of each registration', async ({ app }) => {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const [sent, cancelled] = ['a', 'b'].map((name) => app.register(webinar, person(app, `${name}@example.test`)))
  for (const email of ['ada at example.test', 'ben at example.test']) app.register(webinar, person(app, email))
  app.register(webinar, person(app, 'not registered'), { msevtmgt_iscanceled: true })
  await until(() => expect(app.registrants(webinar)).toHaveLength(2))
  app.dataverse.update('msevtmgt_eventregistration', cancelled ?? '', { msevtmgt_iscanceled: true })
  await until(() =>
    expect(rowOf(app, webinar)).toMatchObject({
      ...{ wbc_name: 'Spring demo', wbc_configurationid: account.configuration, wbc_sessionid: null },
      ...{ wbc_due: 3, wbc_sent: 1, wbc_waiting: 0, wbc_refused: 2, wbc_cancelled: 2, wbc_waitingsince: null },
      ...{ wbc_refusals: expect.stringMatching(/^[12] × .+/), wbc_attention: true },
      ownerid: app.dataverse.row('msevtmgt_event', webinar.id)?.ownerid,
    }),
  )
  await until(() =>
    expect(dayOf(app, account.configuration)).toMatchObject({
      ...{ wbc_due: 3, wbc_sent: 1, wbc_waiting: 0, wbc_refused: 2, wbc_cancelled: 2 },
      ...{ wbc_name: `${today()}, ${account.clientId}`, wbc_meanseconds: expect.any(Number) },
    }),
  )
  expect(Number(dayOf(app, account.configuration)?.wbc_slowestseconds)).toBeLessThan(60)
  expect(sent).toBeDefined()
})

test('a deleted registration leaves the ledger, whether it was sent or refused', async ({ app }) => {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const rows = ['one@example.test', 'two at example.test'].map((email) => app.register(webinar, person(app, email)))
  await until(() => expect(rowOf(app, webinar)).toMatchObject({ wbc_sent: 1, wbc_refused: 1 }))
  for (const id of rows) app.dataverse.remove('msevtmgt_eventregistration', id)
  await until(() => expect(rowOf(app, webinar)).toMatchObject({ wbc_due: 0, wbc_attention: false, wbc_refusals: null }))
  await until(() => expect(dayOf(app, account.configuration)).toMatchObject({ wbc_due: 0, wbc_meanseconds: null }))
})

test('a webinar that moves to another account moves in the ledger, and a deleted one leaves it', async ({ app }) => {
  const [one, other] = [await app.account(), await app.account()]
  const webinar = await app.webinar(one)
  app.register(webinar, person(app, 'mover@example.test'))
  await until(() => expect(dayOf(app, one.configuration)).toMatchObject({ wbc_sent: 1 }))
  const there = await app.webinar(other)
  app.dataverse.remove('msevtmgt_event', there.id)
  save(app, webinar.id, {
    ...{ msevtmgt_webinarconfigurationid: other.configuration, msevtmgt_webinarid: String(there.on24) },
  })
  await until(() => expect(dayOf(app, other.configuration)).toMatchObject({ wbc_due: 1, wbc_sent: 1 }), {
    timeout: 60_000,
  })
  await until(() => expect(dayOf(app, one.configuration)).toMatchObject({ wbc_due: 0 }))
  expect(rowOf(app, webinar)).toMatchObject({ wbc_configurationid: other.configuration })
  const { wbc_webinarledgerid: id } = rowOf(app, webinar) ?? {}
  app.dataverse.remove('msevtmgt_event', webinar.id)
  await until(() => expect(app.dataverse.row('wbc_webinarledger', String(id))).toBeUndefined())
  await until(() => expect(dayOf(app, other.configuration)).toMatchObject({ wbc_due: 0 }))
})

test('registrations of a session wait for an account that is not there', async ({ app }) => {
  const configuration = app.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'None' })
  const { id: event } = await app.webinar({ configuration, clientId: (await app.account()).clientId })
  const session = app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event, msevtmgt_sessionformat: 100000002 },
    ...{
      msevtmgt_webinarconfigurationid: configuration,
      msevtmgt_webinarid: '77',
      msevtmgt_starttime: '2030-01-01T10:00:00Z',
    },
    msevtmgt_endtime: '2030-01-01T11:00:00Z',
  })
  const webinar = { kind: 'session', id: session } as const
  app.register(webinar, person(app, 'waiter@example.test'))
  await until(() =>
    expect(rowOf(app, webinar)).toMatchObject({
      ...{ wbc_eventid: null, wbc_due: 1, wbc_waiting: 1, wbc_sent: 0, wbc_startson: '2030-01-01T10:00:00Z' },
      ...{ wbc_endson: '2030-01-01T11:00:00Z', wbc_waitingsince: expect.any(String) },
    }),
  )
})

test('the ledger shows attendance, and reviews with what they found', async ({ app }) => {
  const account = await app.account()
  const webinar = await app.webinar({ ...account, startsInHours: -1 / 60 })
  const registration = app.register(webinar, person(app, 'guest@example.test'))
  const [attendee, stranger] = ['guest', 'stranger'].map((name) =>
    app.on24.na.register(webinar.on24, {
      email: `${name}@example.test`,
      exteventusercd: name === 'guest' ? registration : '',
    }),
  )
  for (const one of [attendee, stranger]) app.on24.na.attend(webinar.on24, one ?? 0, { liveminutes: 20 })
  const row = { table: 'msevtmgt_event', id: webinar.id }
  await app.enqueue('webinars', { ...row, work: 'attendance' })
  await until(() =>
    expect(rowOf(app, webinar)).toMatchObject({
      ...{ wbc_attendees: 2, wbc_matched: 1, wbc_unmatched: 1, wbc_minutes: 40, wbc_pulledon: expect.any(String) },
    }),
  )
  await until(() => expect(dayOf(app, account.configuration)).toMatchObject({ wbc_attendees: 2, wbc_unmatched: 1 }))
  await app.enqueue('webinars', { ...row, work: 'review' })
  await until(() => expect(rowOf(app, webinar)).toMatchObject({ wbc_reviewedon: expect.any(String) }))
})

test('what did not change is not written', async ({ app }) => {
  const account = await app.account()
  const webinar = await app.webinar(account)
  app.register(webinar, person(app, 'still@example.test'))
  await until(() => expect(rowOf(app, webinar)).toMatchObject({ wbc_sent: 1 }))
  await until(() => expect(dayOf(app, account.configuration)).toMatchObject({ wbc_sent: 1 }))
  const { versionnumber } = rowOf(app, webinar) ?? {}
  const counted = () =>
    app
      .reports('connector.message')
      .filter(({ id, work, outcome }) => id === webinar.id && work === 'ledger' && outcome === 'done').length
  const before = counted()
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'ledger' })
  await until(() => expect(counted()).toBe(before + 1), { timeout: 60_000 })
  expect(rowOf(app, webinar)?.versionnumber).toBe(versionnumber)
})

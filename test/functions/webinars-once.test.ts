import { expect } from 'vitest'
import { isCreation, minutesPass, revive } from '../harness/dying-host.ts'
import { type TestApp, test, until } from '../harness/test-app.ts'
import { calls, madeFor, plan, row, save, says } from '../harness/webinars.ts'

const isWriteBack = ({ method, url }: Request) => method === 'PATCH' && /msevtmgt_events\(/.test(url)

/** The points at which a host may die, from its call to ON24 until the row has the webinar. */
const deaths: [string, (app: TestApp) => void][] = [
  [
    'before ON24 has made it',
    (app) =>
      app.on24.na.injectFault((request) => {
        if (!isCreation(request)) return undefined
        app.on24.na.injectFault()
        app.host.child.kill('SIGKILL')
        return 'reset'
      }),
  ],
  [
    'when ON24 has made it, and before it hears so',
    (app) =>
      app.on24.na.injectFault(async (request) => {
        if (!isCreation(request)) return undefined
        app.on24.na.injectFault()
        await (await fetch(request)).text()
        app.host.child.kill('SIGKILL')
        return 'reset'
      }),
  ],
  [
    'when it knows, and before the row does',
    (app) =>
      app.dataverse.injectFault((request) => {
        if (!isWriteBack(request)) return undefined
        app.dataverse.injectFault()
        app.host.child.kill('SIGKILL')
        return 'reset'
      }),
  ],
]

test.for([...deaths, ...deaths])(
  'a host that dies %s leaves one webinar',
  { timeout: 60_000 },
  async ([, arm], { app }) => {
    const account = await app.account()
    arm(app)
    const died = new Promise((resolve) => app.host.child.once('exit', resolve))
    const id = plan(app, account)
    await died
    app.host = await revive(app)
    await minutesPass(app, id)
    save(app, id, { msevtmgt_maximumeventcapacity: 10 })
    const { msevtmgt_webinarid: webinarId } = await says(app, id, 'Ready')
    const made = madeFor(app, id)
    expect(made.map(({ eventid }) => String(eventid))).toEqual([webinarId])
  },
)

test('an answer that is lost on the way makes no second webinar', async ({ app }) => {
  const account = await app.account()
  app.on24.na.injectFault(async (request) => {
    if (!isCreation(request)) return undefined
    app.on24.na.injectFault()
    await (await fetch(request)).text()
    return 'reset'
  })
  const id = plan(app, account)
  await says(app, id, 'Needs attention: Not sent yet. It will be sent by itself; there is nothing to do.')
  await minutesPass(app, id)
  save(app, id, { msevtmgt_maximumeventcapacity: 10 })
  await says(app, id, 'Ready')
  expect(madeFor(app, id)).toHaveLength(1)
})

test('an id that somebody cleared comes back, and no second webinar is made', async ({ app }) => {
  const account = await app.account()
  const id = plan(app, account)
  const { msevtmgt_webinarid: webinarId } = await says(app, id, 'Ready')
  save(app, id, { msevtmgt_webinarid: null, msevtmgt_webinarurl: null })
  await until(() => expect(row(app, id).msevtmgt_webinarid).toBe(webinarId))
  expect(madeFor(app, id)).toHaveLength(1)
  expect(row(app, id).msevtmgt_webinarurl).toContain(`/${webinarId}/`)
})

test('an id that somebody cleared does not come back while its webinar is inactive', async ({ app }) => {
  const account = await app.account()
  const id = plan(app, account)
  const { msevtmgt_webinarid: webinarId } = await says(app, id, 'Ready')
  app.on24.na.event(Number(webinarId)).active = false
  save(app, id, { msevtmgt_webinarid: null })
  await says(app, id, 'Needs attention: The webinar is inactive at ON24. Activate it there.')
  app.on24.na.event(Number(webinarId)).active = true
  save(app, id, { msevtmgt_maximumeventcapacity: 10 })
  await says(app, id, 'Ready')
  expect(row(app, id).msevtmgt_webinarid).toBe(webinarId)
  expect(madeFor(app, id)).toHaveLength(1)
})

test('more webinars than ON24 makes in a minute wait their turn and are not refused', async ({ app }) => {
  const { clientId, configuration } = await app.account()
  app.on24.na.calls.length = 0
  const ids = Array.from({ length: 12 }, () => plan(app, { clientId, configuration }))
  await until(() => expect(ids.filter((id) => row(app, id).msevtmgt_webinarid)).toHaveLength(10))
  await until(() => {
    const waits = app.host.logs.filter(({ message }) => /"queue":"webinars".*"why":"asked"/.test(message))
    expect(new Set(waits.map(({ message }) => /"id":"([^"]+)"/.exec(message)?.[1]))).toHaveLength(2)
  })
  expect(calls(app, 'POST', new RegExp(`/client/${clientId}/event$`))).toBe(10)
  expect(calls(app, 'GET', new RegExp(`/client/${clientId}/event$`))).toBe(10)
  const waiting = ids.filter((id) => !row(app, id).msevtmgt_webinarid)
  for (const id of waiting) expect(row(app, id).msevtmgt_webinarstatus ?? null).toBeNull()
})

test('credentials that ON24 no longer takes are said on the row', async ({ app }) => {
  const account = await app.account()
  const id = plan(app, account)
  await says(app, id, 'Ready')
  app.on24.na.injectFault((request) =>
    request.method === 'PUT'
      ? Response.json({ message: 'The access token is deactivated.' }, { status: 401 })
      : undefined,
  )
  save(app, id, { msevtmgt_name: 'New name' })
  await says(
    app,
    id,
    'Needs attention: The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  app.on24.na.injectFault()
})

import { once } from 'node:events'
import { startStorage } from '@webinar-connector/azure-emulators/storage'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startApp, startFixture, userLogs } from './fixture-app.ts'

const timer = (schedule: string, code = '') =>
  `app.timer('tick', { schedule: '${schedule}', handler: async () => { ${code} } })`
const yearly = '0 0 0 1 1 *'

async function fixture(env: Record<string, string> = {}) {
  const storage = await startStorage()
  const host = await startFixture(storage, env)
  onTestFinished(async () => {
    await host.stop()
    await storage.stop()
  })
  return host
}

test.each([
  ['the app throws', "throw new Error('no luck today')", /no luck today/],
  ['nothing is registered', '', /No function was registered by index.js/],
  ['a name is used twice', timer(yearly).repeat(2).replace(')app', ');app'), /id "tick" has already been registered/],
  [
    'the connection is missing',
    "app.storageQueue('q', { queueName: 'q', connection: 'Crm', handler() {} })",
    /setting Crm/,
  ],
  ['HTTP streaming is on', `app.setup({ enableHttpStream: true }); ${timer(yearly)}`, /enableHttpStream/],
  ['a trigger is not supported', "app.cosmosDB('c', { handler() {} })", /cosmosDBTrigger is not supported/],
  ['a start hook throws', `app.hook.appStart(() => { throw new Error('not ready') }); ${timer(yearly)}`, /not ready/],
])('a host does not start when %s, and says so', async (_why, code, message) => {
  await expect(startApp(code)).rejects.toThrow(message)
})

test('a function that claims the route of an earlier one is reported and not served', async () => {
  const host = await startApp(`
    app.http('b', { route: 'same', methods: ['GET', 'POST'], handler: () => ({ body: 'b' }) })
    app.http('a', { route: 'Same', methods: ['GET'], handler: () => ({ body: 'a' }) })
    app.http('c', { route: 'same', methods: ['DELETE'], handler: () => ({ body: 'c' }) })`)
  const call = (method: string) => fetch(`${host.url}/api/same`, { method })
  expect(await (await call('GET')).text()).toBe('a')
  expect((await call('POST')).status).toBe(404)
  expect(await (await call('DELETE')).text()).toBe('c')
  expect(host.functions.map(({ name }) => name)).toEqual(['a', 'c'])
  const message = "The 'b' function is in error: The route specified conflicts with the route defined by function 'a'."
  expect(host.logs).toContainEqual(expect.objectContaining({ level: 'error', message }))
})

test.each([
  ['whose setting is missing', '%WHEN%', "'%WHEN%' does not resolve to a value: there is no setting WHEN."],
  [
    'whose schedule has five fields',
    '*/5 * * * *',
    "The schedule expression '*/5 * * * *' was not recognized as a valid cron expression.",
  ],
])('a function %s is reported and not served, and all others are', async (_why, schedule, reason) => {
  const host = await startApp(`${timer(schedule)}; app.http('a', { route: 'a', handler: () => ({ body: 'a' }) })`)
  expect(host.functions.map(({ name }) => name)).toEqual(['a'])
  const message = `The 'tick' function is in error: ${reason}`
  expect(host.logs).toContainEqual(expect.objectContaining({ level: 'error', message }))
})

test('a function cannot be registered after the app has started', async () => {
  const host = await startApp(`app.timer('late', { schedule: '${yearly}', handler: () => { ${timer(yearly)} } })`)
  await expect(host.run('late')).rejects.toThrow('A function can only be registered during app startup.')
})

test('a hook may turn a failure into a success, but may not replace shared data', async () => {
  const host = await startApp(`
    app.hook.postInvocation((context) => {
      if (context.error.message === 'forgive') context.error = null
      else context.hookData = {}
    })
    app.timer('forgiven', { schedule: '${yearly}', handler() { throw new Error('forgive') } })
    app.timer('strict', { schedule: '${yearly}', handler() { throw new Error('keep') } })`)
  await host.run('forgiven')
  await expect(host.run('strict')).rejects.toThrow(/read only property 'hookData'/)
})

test('a log hook changes what functions log', async () => {
  const host = await startApp(`
    app.hook.log((context) => { context.message = context.message.replace('ann', '***') })
    app.timer('tick', { schedule: '${yearly}', handler: (_timer, context) => context.warn('hello', 'ann') })`)
  await host.run('tick')
  await vi.waitFor(() => expect(userLogs(host, 'tick')).toEqual(['hello ***']))
  expect(host.logs).toContainEqual(expect.objectContaining({ level: 'warning', functionName: 'tick' }))
})

test('a timer fires by its schedule, and an error does not stop it', async () => {
  const host = await fixture({ SWEEP_SCHEDULE: '* * * * * *', SWEEP_FAILS: 'yes' })
  const failures = () => host.logs.filter((one) => one.category === 'Host.Results' && one.level === 'error')
  await vi.waitFor(() => expect(failures().length).toBeGreaterThanOrEqual(2), { timeout: 5000 })
  await expect(host.run('sweep')).rejects.toThrow('the sweep failed')
})

test('one run of a timer waits for the other', async () => {
  const host = await startApp(
    `let at = 0; ${timer(yearly, "at++; if (at > 1) throw new Error('two at once'); await new Promise(setImmediate); at--")}`,
  )
  await Promise.all([host.run('tick'), host.run('tick'), host.run('tick')])
})

test('a stopping host lets a call end, runs appTerminate and leaves no process', async () => {
  const host = await fixture()
  const answer = fetch(`${host.url}/api/slow`)
  await vi.waitFor(() => expect(userLogs(host, 'slow')).toEqual(['slow has begun']))
  await host.stop()
  expect(await (await answer).text()).toBe('done')
  expect(host.logs.at(-1)?.message).toBe('appTerminate')
  expect(host.child.exitCode).toBe(0)
})

test('a host whose parent has gone ends by itself', async () => {
  const host = await fixture()
  const exit = once(host.child, 'exit')
  host.child.disconnect()
  await exit
})

test('a killed host fails the run it was on, and can be stopped', async () => {
  const host = await startApp(timer(yearly, "console.log('begun'); await new Promise(() => undefined)"))
  const run = expect(host.run('tick')).rejects.toThrow('The host ended before the function did.')
  await vi.waitFor(() => expect(host.logs.at(-1)?.message).toBe('begun'))
  host.child.kill('SIGKILL')
  await run
  await host.stop()
  await expect(host.run('tick')).rejects.toThrow('The host is not running.')
})

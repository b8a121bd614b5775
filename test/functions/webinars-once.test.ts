import { TableClient } from '@azure/data-tables'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'
import { calls, madeFor, plan, row, save, says } from '../harness/webinars.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

/** The claim of a worker that died runs out after some minutes; here they pass at once. */
async function minutesPass(id: string) {
  const options = { allowInsecureConnection: true }
  const table = TableClient.fromConnectionString(rig.storage.connectionString, 'webinars', options)
  await table.updateEntity({ partitionKey: id, rowKey: 'made', claimedUntil: new Date(0) }, 'Merge').catch(() => {})
}

const isCreation = ({ method, url }: Request) => method === 'POST' && /\/event$/.test(url)
const isWriteBack = ({ method, url }: Request) => method === 'PATCH' && /msevtmgt_events\(/.test(url)

/** Where a host may die, from the moment it asks ON24 for a webinar to the moment the row has it. */
const deaths: [string, (host: FunctionsHost) => void][] = [
  [
    'before ON24 has made it',
    (host) =>
      rig.on24.na.interfere((request) => {
        if (!isCreation(request)) return undefined
        rig.on24.na.interfere()
        host.child.kill('SIGKILL')
        return 'reset'
      }),
  ],
  [
    'when ON24 has made it, and before it hears so',
    (host) =>
      rig.on24.na.interfere(async (request) => {
        if (!isCreation(request)) return undefined
        rig.on24.na.interfere()
        await (await fetch(request)).text()
        host.child.kill('SIGKILL')
        return 'reset'
      }),
  ],
  [
    'when it knows, and before the row does',
    (host) =>
      rig.dataverse.interfere((request) => {
        if (!isWriteBack(request)) return undefined
        rig.dataverse.interfere()
        host.child.kill('SIGKILL')
        return 'reset'
      }),
  ],
]

test.for([...deaths, ...deaths])('a host that dies %s leaves one webinar', { timeout: 60_000 }, async ([, arm]) => {
  const account = await rig.account()
  arm(rig.host)
  const died = new Promise((resolve) => rig.host.child.once('exit', resolve))
  const id = plan(rig, account)
  await died
  rig = { ...rig, host: await revive() }
  await minutesPass(id)
  save(rig, id, { msevtmgt_maximumeventcapacity: 10 })
  const { msevtmgt_webinarid: webinarId } = await says(rig, id, 'Ready')
  const made = madeFor(rig, id)
  expect(made.map(({ eventid }) => String(eventid))).toEqual([webinarId])
})

test('an answer that is lost on the way makes no second webinar', async () => {
  const account = await rig.account()
  rig.on24.na.interfere(async (request) => {
    if (!isCreation(request)) return undefined
    rig.on24.na.interfere()
    await (await fetch(request)).text()
    return 'reset'
  })
  const id = plan(rig, account)
  await says(rig, id, 'Needs attention: Not sent yet. It will be sent by itself; there is nothing to do.')
  await minutesPass(id)
  save(rig, id, { msevtmgt_maximumeventcapacity: 10 })
  await says(rig, id, 'Ready')
  expect(madeFor(rig, id)).toHaveLength(1)
})

test('an id that somebody cleared comes back, and no second webinar is made', async () => {
  const account = await rig.account()
  const id = plan(rig, account)
  const { msevtmgt_webinarid: webinarId } = await says(rig, id, 'Ready')
  save(rig, id, { msevtmgt_webinarid: null, msevtmgt_webinarurl: null })
  await until(() => expect(row(rig, id).msevtmgt_webinarid).toBe(webinarId))
  expect(madeFor(rig, id)).toHaveLength(1)
  expect(row(rig, id).msevtmgt_webinarurl).toContain(`/${webinarId}/`)
})

test('an id that somebody cleared does not come back while its webinar is inactive, and the row says so', async () => {
  const account = await rig.account()
  const id = plan(rig, account)
  const { msevtmgt_webinarid: webinarId } = await says(rig, id, 'Ready')
  rig.on24.na.event(Number(webinarId)).active = false
  save(rig, id, { msevtmgt_webinarid: null })
  await says(rig, id, 'Needs attention: The webinar is inactive at ON24. Activate it there.')
  rig.on24.na.event(Number(webinarId)).active = true
  save(rig, id, { msevtmgt_maximumeventcapacity: 10 })
  await says(rig, id, 'Ready')
  expect(row(rig, id).msevtmgt_webinarid).toBe(webinarId)
  expect(madeFor(rig, id)).toHaveLength(1)
})

test('more webinars than ON24 makes in a minute wait their turn and are not refused', async () => {
  const { clientId, configuration } = await rig.account()
  rig.on24.na.calls.length = 0
  const ids = Array.from({ length: 12 }, () => plan(rig, { clientId, configuration }))
  await until(() => expect(ids.filter((id) => row(rig, id).msevtmgt_webinarid)).toHaveLength(10))
  await until(() => {
    const waits = rig.host.logs.filter(({ message }) => /"queue":"webinars".*"why":"asked"/.test(message))
    expect(new Set(waits.map(({ message }) => /"id":"([^"]+)"/.exec(message)?.[1]))).toHaveLength(2)
  })
  expect(calls(rig, 'POST', new RegExp(`/client/${clientId}/event$`))).toBe(10)
  expect(calls(rig, 'GET', new RegExp(`/client/${clientId}/event$`))).toBe(10)
  const waiting = ids.filter((id) => !row(rig, id).msevtmgt_webinarid)
  for (const id of waiting) expect(row(rig, id).msevtmgt_webinarstatus ?? null).toBeNull()
})

test('credentials that are taken no longer are said on the row', async () => {
  const account = await rig.account()
  const id = plan(rig, account)
  await says(rig, id, 'Ready')
  rig.on24.na.interfere((request) =>
    request.method === 'PUT'
      ? Response.json({ message: 'The access token is deactivated.' }, { status: 401 })
      : undefined,
  )
  save(rig, id, { msevtmgt_name: 'New name' })
  await says(
    rig,
    id,
    'Needs attention: The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  rig.on24.na.interfere()
})

async function revive() {
  const { url } = rig.host
  const host = await rig.startHost({
    port: Number(new URL(url).port),
    env: {
      AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00.2',
      AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.2',
    },
  })
  expect(host.url).toBe(url)
  return host
}

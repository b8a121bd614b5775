import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'
import { madeFor, plan, says } from '../harness/webinars.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig({ webhooks: false })
  await rig.host.run('reconcile-timer')
})
afterAll(() => rig.stop())

const table = 'msevtmgt_event'

/** Saves nothing more: only a sweep of an hour later is left to notice. */
async function anHourPasses() {
  await until(async () => {
    await rig.host.run('reconcile-timer')
    await rig.quiet()
    // Of this host: the clock of the later one is ahead.
    const said = rig.host.logs.filter(({ message }) => message.includes('connector.timer')).at(-1)
    expect(JSON.parse(said?.message ?? '')).toMatchObject({ changed: 0, audits: 0 })
  })
  return async () => {
    const later = await rig.startHost({ clockShift: 61 * 60 * 1000 })
    await later.run('reconcile-timer')
    await later.stop()
  }
}

test('of many webinars ahead those that are due are checked first', async () => {
  const account = await rig.account()
  for (let count = 0; count < 25; count += 1) await rig.webinar({ ...account, startsInHours: 240 })
  const due = await rig.webinar(account)
  await rig.host.run('reconcile-timer')
  await until(() =>
    expect(rig.reports('connector.message')).toContainEqual(
      expect.objectContaining({ queue: 'audits', id: due.id, outcome: 'done' }),
    ),
  )
})

test('a webinar that the token may make only later is made without anybody saving it again', async () => {
  const message = 'You do not have permission to perform the requested operation.'
  const creates = ({ method, url }: Request) => method === 'POST' && url.endsWith('/event')
  rig.on24.na.interfere((request) => (creates(request) ? Response.json({ message }, { status: 403 }) : undefined))
  const id = plan(rig, await rig.account())
  await rig.enqueue('webinars', { table, id })
  await says(
    rig,
    id,
    'Needs attention: The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  const sweepLater = await anHourPasses()
  rig.on24.na.interfere()
  await sweepLater()
  await says(rig, id, 'Ready')
  expect(madeFor(rig, id)).toHaveLength(1)
})

test('a webinar that was inactive at ON24 is ready again once it is activated there', async () => {
  const account = await rig.account()
  const { id, on24 } = await rig.webinar(account)
  rig.on24.na.event(on24).active = false
  await rig.enqueue('webinars', { table, id })
  await says(rig, id, 'Needs attention: The webinar')
  const sweepLater = await anHourPasses()
  rig.on24.na.event(on24).active = true
  await sweepLater()
  await says(rig, id, 'Ready: The webinar is at ON24')
  expect(madeFor(rig, id)).toEqual([])
})

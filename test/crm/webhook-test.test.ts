import { expect } from 'vitest'
import { test } from '../harness/crm.ts'

test.beforeEach(({ crm }) => void crm.dataverse.insert('msevtmgt_webinarprovider', { msevtmgt_name: 'On24' }))

test('apply ends with a webhook that came through Dynamics, and leaves no trace of it', async ({ crm }) => {
  const lines = await crm.run('apply')
  expect(lines.at(-1)).toMatch(/are connected: .* and a webhook came through Dynamics\.$/)
  // Two probes of the command itself, and the one of Dynamics.
  expect(crm.app.calls.map(({ status }) => status)).toEqual([202, 202, 202])
  expect(crm.rows('sdkmessageprocessingstep')).toHaveLength(21)
  expect(crm.rows('asyncoperation')).toEqual([])
  expect(crm.rows('msevtmgt_webinarprovider')).toMatchObject([{ msevtmgt_name: 'On24' }])
})

test('a webhook that does not reach the app is said with Dynamics’ reason', async ({ crm }) => {
  crm.app.injectFault(({ headers }) =>
    headers.has('x-ms-dynamics-request-name') ? new Response(null, { status: 403 }) : undefined,
  )
  expect(await crm.refusal('apply')).toMatch(
    /a webhook of .* does not reach the app\. Dynamics says: .*403.* See that the app can be reached/,
  )
  expect(crm.rows('sdkmessageprocessingstep')).toHaveLength(21)
})

test('a webhook that never comes is waited for three minutes', async ({ crm }) => {
  crm.dataverse.injectFault(({ url }) => (url.includes('asyncoperations?') ? Response.json({ value: [] }) : undefined))
  expect(await crm.refusal('apply')).toMatch(/has sent no webhook in 3 minutes: its background jobs are behind/)
  expect(crm.waits.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(180)
})

test('a test step that was left behind goes with the next apply', async ({ crm }) => {
  await crm.run('apply')
  const [step] = crm.rows('sdkmessageprocessingstep')
  const { stage, mode, rank, eventhandler, sdkmessageid, sdkmessagefilterid } = step ?? {}
  const values = { stage, mode, rank, eventhandler, sdkmessageid, sdkmessagefilterid, asyncautodelete: false }
  crm.dataverse.insert('sdkmessageprocessingstep', { name: 'Webinar connector: test', ...values })
  await crm.run('apply')
  expect(crm.rows('sdkmessageprocessingstep')).toHaveLength(21)
})

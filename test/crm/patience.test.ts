import { expect } from 'vitest'
import { test } from '../harness/crm.ts'

const lock = {
  error: {
    code: '0x80071151',
    message:
      'Cannot start another [EntityCustomization] because there is a previous [EntityCustomization] running at this moment.',
  },
}

test('a customization lock is waited out', async ({ crm }) => {
  crm.dataverse.tracked.delete('msevtmgt_event')
  let locked = 3
  crm.dataverse.injectFault(({ method }) =>
    method === 'PUT' && locked-- > 0 ? Response.json(lock, { status: locked % 2 ? 429 : 503 }) : undefined,
  )
  const lines = await crm.run('apply')
  expect(crm.waits.slice(0, 3)).toEqual([10, 20, 30])
  expect(lines).toContain(`Another customization is running in ${crm.dataverse.url}. Going on in 10 s.`)
  expect(lines).toContain('change tracking of msevtmgt_event: turn on - done')
})

test('a service protection limit is waited out as long as Dataverse asks', async ({ crm }) => {
  let refusals = 2
  const busy = { status: 429, headers: { 'retry-after': '17' } }
  crm.dataverse.injectFault(() => (refusals-- > 0 ? new Response(null, busy) : undefined))
  const lines = await crm.run('plan')
  expect(crm.waits).toEqual([17, 17])
  expect(lines[0]).toMatch(/has no time for GET WhoAmI \(429\)\. Going on in 17 s\./)
})

test('a limit that lasts is given up after ten minutes', async ({ crm }) => {
  crm.dataverse.injectFault(({ method }) => (method === 'POST' ? new Response(null, { status: 503 }) : undefined))
  expect(await crm.refusal('apply')).toMatch(/\(503\)\. That is so for 10 minutes now: try again later\./)
})

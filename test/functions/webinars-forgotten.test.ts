import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, tokensOf, until } from '../harness/test-app.ts'
import { cancelled, madeFor, onlyMadeFor, plan, row, save, says } from '../harness/webinars.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('after credentials were removed and given again, a webinar is known for its own, and catches up with its event', async () => {
  const { configuration, clientId } = await rig.account()
  const id = plan(rig, { configuration, clientId })
  const { msevtmgt_webinarid: webinarId } = await says(rig, id, 'Ready')
  await rig.quiet()
  expect((await rig.call('DELETE', `configurations/${configuration}`)).status).toBe(200)
  save(rig, id, { msevtmgt_name: 'Renamed meanwhile' })
  await says(rig, id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
  await rig.quiet()
  const again = await rig.call('PUT', `configurations/${configuration}`, {
    ...{ provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true },
    deleteCancelledWebinars: true,
  })
  expect(again.status).toBe(200)
  await until(() => expect(onlyMadeFor(rig, id).title).toBe('Renamed meanwhile'))
  await says(rig, id, 'Ready')
  expect(row(rig, id).msevtmgt_webinarid).toBe(webinarId)
  save(rig, id, { msevtmgt_publishstatus: cancelled })
  await says(rig, id, 'Cancelled: Cancelled. The webinar is deleted at ON24.')
  expect(madeFor(rig, id)).toEqual([])
})

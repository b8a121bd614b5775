import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, tokensOf, until } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('credentials are not removed while they are being saved for a row that has no client id yet', async () => {
  const clientId = '77001'
  rig.on24.na.addAccount({ clientId, ...tokensOf(clientId) })
  const id = rig.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Fresh' })
  await rig.quiet()
  const looks = () => rig.reports('connector.message').filter((message) => message.id === id)
  // A worker looks at the row before each write of the saving.
  rig.dataverse.interfere(async ({ method }) => {
    if (method !== 'PATCH') return undefined
    const before = looks().length
    rig.dataverse.update('msevtmgt_webinarconfiguration', id, { msevtmgt_name: 'Fresh' })
    await until(() => expect(looks().length).toBeGreaterThan(before))
    return undefined
  })
  const body = { provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true }
  const saved = await rig.call('PUT', `configurations/${id}`, body)
  expect(saved.status).toBe(200)
  await rig.quiet()
  expect((await rig.call('GET', `configurations/${id}`)).status).toBe(200)
  expect(rig.dataverse.row('msevtmgt_webinarconfiguration', id)).toMatchObject({
    ...{
      msevtmgt_clientid: clientId,
      msevtmgt_authorized: 100000000,
      msevtmgt_message: 'ON24 accepts the credentials.',
    },
  })
})

import { expect } from 'vitest'
import { test, tokensOf, until } from '../harness/test-app.ts'

test('credentials saved while workers look at their row are not removed', async ({ app }) => {
  const clientId = '77001'
  app.on24.na.addAccount({ clientId, ...tokensOf(clientId) })
  const id = app.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_clientid: clientId })
  await app.idle()
  const looks = () => app.reports('connector.message').filter((message) => message.id === id)
  // A worker looks at the row, which was changed, before the first writes of the saving.
  let changes = 0
  app.dataverse.injectFault(async ({ method }) => {
    if (method !== 'PATCH' || changes === 3) return undefined
    changes += 1
    const before = looks().length
    app.dataverse.update('msevtmgt_webinarconfiguration', id, { msevtmgt_name: 'Fresh' })
    await until(() => expect(looks().length).toBeGreaterThan(before))
    return undefined
  })
  const body = { provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true }
  const saved = await app.call('PUT', `configurations/${id}`, body)
  expect([saved.status, changes]).toEqual([200, 3])
  await app.idle()
  expect((await app.call('GET', `configurations/${id}`)).status).toBe(200)
  expect(app.dataverse.row('msevtmgt_webinarconfiguration', id)).toMatchObject({
    ...{
      msevtmgt_clientid: clientId,
      msevtmgt_authorized: 100000000,
      msevtmgt_message: 'ON24 accepts the credentials.',
    },
  })
})

import { expect } from 'vitest'
import { test, tokensOf, until } from '../harness/test-app.ts'
import { cancelled, madeFor, onlyMadeFor, plan, row, save, says } from '../harness/webinars.ts'

test('a webinar stays the connector’s own after credentials are replaced', async ({ app }) => {
  const { configuration, clientId } = await app.account()
  const id = plan(app, { configuration, clientId })
  const { msevtmgt_webinarid: webinarId } = await says(app, id, 'Ready')
  await app.idle()
  expect((await app.call('DELETE', `configurations/${configuration}`)).status).toBe(200)
  save(app, id, { msevtmgt_name: 'Renamed meanwhile' })
  await says(app, id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
  await app.idle()
  const again = await app.give(configuration, {
    ...{ provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true },
    deleteCancelledWebinars: true,
  })
  expect(again.status).toBe(200)
  await until(() => expect(onlyMadeFor(app, id).title).toBe('Renamed meanwhile'))
  await says(app, id, 'Ready')
  expect(row(app, id).msevtmgt_webinarid).toBe(webinarId)
  save(app, id, { msevtmgt_publishstatus: cancelled })
  await says(app, id, 'Cancelled: Cancelled. The webinar is deleted at ON24.')
  expect(madeFor(app, id)).toEqual([])
})

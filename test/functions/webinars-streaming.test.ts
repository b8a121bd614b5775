import { expect } from 'vitest'
import { type TestApp, test } from '../harness/test-app.ts'
import { madeFor, onlyMadeFor, plan, row, save, says } from '../harness/webinars.ts'

const [teams, other] = [100000004, 100000003]
const onSite = { msevtmgt_eventformat: 100000001, msevtmgt_webinarconfigurationid: null }
const reason = (app: TestApp, id: string) => row(app, id).msevtmgt_webinarstatusreason ?? null

test('an event that Teams streams gets no webinar until another provider is chosen', async ({ app }) => {
  const account = await app.account()
  const id = plan(app, account, { msevtmgt_streamingprovider: teams })
  const ours = plan(app, account, { msevtmgt_streamingprovider: other })
  await says(app, ours, 'Ready')
  await app.idle()
  expect([madeFor(app, id), reason(app, id)]).toEqual([[], null])
  save(app, id, { msevtmgt_streamingprovider: other })
  await says(app, id, 'Ready')
  onlyMadeFor(app, id)
})

test('a webinar whose event Teams streams from now on is left as it is', async ({ app }) => {
  const id = plan(app, await app.account())
  await says(app, id, 'Ready')
  save(app, id, { msevtmgt_streamingprovider: teams, msevtmgt_name: 'At Teams' })
  await app.idle()
  expect(onlyMadeFor(app, id).title).toBe('Autumn demo')
})

test('an online event without a configuration says so until it is on site', async ({ app }) => {
  const id = plan(app, await app.account(), { msevtmgt_webinarconfigurationid: null })
  await says(app, id, 'Needs attention: The event is online but has no webinar configuration, so no webinar is made')
  save(app, id, { msevtmgt_eventformat: 100000001 })
  await app.idle()
  expect([row(app, id).msevtmgt_webinarstatus ?? null, reason(app, id)]).toEqual([null, null])
})

test('an event on site that another provider streams says so, and a plain one says nothing', async ({ app }) => {
  const account = await app.account()
  const plain = plan(app, account, onSite)
  const streamed = plan(app, account, { ...onSite, msevtmgt_streamingprovider: other })
  await says(app, streamed, 'Needs attention: The event is streamed by another provider, but its format is on site')
  await app.idle()
  expect(reason(app, plain)).toBeNull()
})

test('an online event whose sessions are the webinars says nothing', async ({ app }) => {
  const account = await app.account()
  const event = plan(app, account, onSite)
  app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_starttime: '2027-07-01T18:00:00Z', msevtmgt_endtime: '2027-07-01T19:00:00Z' },
    msevtmgt_webinarconfigurationid: account.configuration,
  })
  save(app, event, { msevtmgt_eventformat: 100000003 })
  await app.idle()
  expect(reason(app, event)).toBeNull()
})

import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { createWebinars } from '../../../lib/dataverse/webinars.ts'
import { noBreaker } from '../../harness/no-limits.ts'

test('sessions come with the time zones of their events in the one read of them', async () => {
  const emulator = await startDataverse()
  onTestFinished(() => emulator.stop())
  const crm = createWebinars(createDataverse(emulator.url, async () => 'token', noBreaker))
  const zones = [110, 35, 4]
  const configuration = emulator.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Account' })
  for (const zone of zones) {
    const event = emulator.insert('msevtmgt_event', { msevtmgt_name: 'Demo', msevtmgt_eventtimezone: zone })
    emulator.insert('msevtmgt_session', {
      ...{ msevtmgt_name: 'Session', msevtmgt_event: event, msevtmgt_webinarconfigurationid: configuration },
      ...{ msevtmgt_starttime: '2026-05-12T16:00:00Z', msevtmgt_endtime: '2026-05-12T17:00:00Z' },
    })
  }
  emulator.calls.length = 0
  const begun = await Array.fromAsync(crm.webinarsBegun(new Date('2026-05-01'), new Date('2026-06-01')))
  expect(begun.map(({ timeZoneCode }) => timeZoneCode).sort()).toEqual(zones.sort())
  expect(emulator.calls.map(({ path }) => path)).toEqual([
    '/api/data/v9.2/msevtmgt_events',
    '/api/data/v9.2/msevtmgt_sessions',
  ])
})

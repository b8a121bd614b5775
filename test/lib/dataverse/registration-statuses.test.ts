import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { createRegistrationStatuses } from '../../../lib/dataverse/registration-statuses.ts'
import { noBreaker } from '../../harness/no-limits.ts'

const noSetting = { event: new Map(), session: new Map() }
const onHold = 533240004

async function statuses(setting: Parameters<typeof createRegistrationStatuses>[1] = noSetting) {
  const emulator = await startDataverse()
  onTestFinished(() => emulator.stop())
  const dataverse = createDataverse(emulator.url, async () => 'token', noBreaker)
  return { emulator, statuses: createRegistrationStatuses(dataverse, setting) }
}

const asRead = [
  [1, 'registered'],
  [2, 'cancelled'],
  [533240000, 'registered'],
  [533240001, 'waitlisted'],
  [533240002, 'cancelled'],
  [533240003, 'checked in'],
  [onHold, 'on hold'],
]

test.each([
  ['English', 1033],
  ['German', 1031],
])('status reasons are read by their label in %s', async (_language, languagecode) => {
  const { emulator, statuses: read } = await statuses()
  const [organization] = emulator.rows('organization')
  emulator.update('organization', String(organization?.organizationid), { languagecode })
  expect([...(await read.standings('session'))].sort()).toEqual(asRead)
})

test('a reason with a label of another language is unknown, but for the one of every table', async () => {
  const { emulator, statuses: read } = await statuses()
  emulator.relabel('msevtmgt_eventregistration', 1, 'Inscrit')
  emulator.relabel('msevtmgt_eventregistration', 533240001, 'Sur liste d’attente')
  const standings = await read.standings('event')
  expect([standings.get(1), standings.get(533240001)]).toEqual(['registered', 'unknown'])
})

test('the setting wins over the label, for its table only', async () => {
  const setting = { event: new Map([[533240000, 'waitlisted' as const]]), session: new Map() }
  const { statuses: read } = await statuses(setting)
  expect((await read.standings('event')).get(533240000)).toBe('waitlisted')
  expect((await read.standings('session')).get(533240000)).toBe('registered')
})

test('status reasons that were read once serve while Dataverse is out', async () => {
  const { emulator, statuses: read } = await statuses()
  const before = await read.standings('event')
  emulator.injectFault(() => new Response(null, { status: 503 }))
  expect(await read.standings('event')).toEqual(before)
})

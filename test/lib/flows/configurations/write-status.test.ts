import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { createDataverse } from '../../../../lib/dataverse/client.ts'
import { createConfigurations } from '../../../../lib/dataverse/configurations.ts'
import { writeConfigurationStatus, writeMetricsTime } from '../../../../lib/flows/configurations/write-status.ts'
import type { Services } from '../../../../lib/services.ts'
import { createStatusStore } from '../../../../lib/stores/statuses.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'
import { noBreaker } from '../../../harness/no-limits.ts'

const { newTable } = freshStorage()
const table = 'msevtmgt_webinarconfiguration'
const readAt = new Date('2026-05-12T16:00:00Z')

/** A configuration whose row the app has just dealt with. */
async function dealtWith() {
  const emulator = await startDataverse()
  onTestFinished(() => emulator.stop())
  const id = emulator.insert(table, { msevtmgt_name: 'Account' })
  const crm = createConfigurations(createDataverse(emulator.url, async () => 'token', noBreaker))
  const statusStore = createStatusStore(newTable().table)
  const services = { crm, statusStore, language: async () => 'en' } as unknown as Services
  const known = async () => (await statusStore.written('configuration', id))?.version
  const version = async () => (await crm.configurationRow(id))?.etag
  const health = (etag?: string) =>
    writeConfigurationStatus(id, [{ code: 'credentials_accepted', provider: 'ON24' }], {}, services, etag)
  await health(await version())
  return { emulator, id, services, known, version, health }
}

test('the time of a reading and the health are no changes of an administrator', async () => {
  const { id, services, known, version, health, emulator } = await dealtWith()
  expect(await known()).toBe(await version())
  await writeMetricsTime(id, readAt, services)
  expect(await known()).toBe(await version())
  await health()
  expect(await known()).toBe(await version())
  expect(emulator.row(table, id)).toMatchObject({ msevtmgt_lastupdatedatetime: '2026-05-12T16:00:00Z' })
})

test('a row that an administrator saved in between is written, and left to be found', async () => {
  const { id, services, known, version, health, emulator } = await dealtWith()
  emulator.update(table, id, { msevtmgt_clientid: '4711' })
  await writeMetricsTime(id, readAt, services)
  expect(await known()).not.toBe(await version())
  await health()
  expect(await known()).not.toBe(await version())
  expect(emulator.row(table, id)).toMatchObject({
    ...{ msevtmgt_clientid: '4711', msevtmgt_lastupdatedatetime: '2026-05-12T16:00:00Z' },
  })
})

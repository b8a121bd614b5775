import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { writeWebinarStatus } from '../../../../lib/flows/webinars/write-status.ts'
import type { Crm, Services } from '../../../../lib/services.ts'
import { createStatusStore } from '../../../../lib/stores/statuses.ts'
import { aPlannedWebinar } from '../../../harness/builders.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const ready = { status: 'status_ready', reason: { code: 'webinar_ready', provider: 'ON24' } } as const
const attention = { status: 'status_attention', reason: { code: 'no_credentials' } } as const

/** An event of which each write gives a new version. */
function event() {
  const id = randomUUID()
  const statusStore = createStatusStore(newTable().table)
  let version = 1
  let shown = ''
  const webinar = () => aPlannedWebinar({ id, etag: String(version) })
  const crm: Pick<Crm, 'writeWebinar' | 'webinarUrlRoom'> = {
    webinarUrlRoom: () => 200,
    writeWebinar: async (_, news) => {
      if (news.status === undefined || news.status === shown) return String(version)
      shown = news.status
      version += 1
      return String(version)
    },
  }
  const services: Pick<Services, 'crm' | 'statusStore' | 'language'> = {
    ...{ crm: crm as Crm, statusStore },
    language: async () => 'en',
  }
  const written = () => statusStore.written('webinar', id)
  return {
    written,
    version: () => String(version),
    save: () => {
      version += 1
    },
    write: async (said: Parameters<typeof writeWebinarStatus>[2]) =>
      writeWebinarStatus(webinar(), await written(), said, services),
  }
}

test('a row that the app wrote last is known by its version', async () => {
  const { write, written, version } = event()
  await write(ready)
  expect((await written())?.version).toBe(version())
})

test('a row that was dealt with though nothing was to be said is known by its version, too', async () => {
  const { write, written, version, save } = event()
  await write(ready)
  save()
  await write(ready)
  expect((await written())?.version).toBe(version())
})

test('a review that writes over what nobody dealt with leaves the row to be found', async () => {
  const { write, written, version, save } = event()
  await write(ready)
  save()
  await write({ ...attention, isReview: true })
  expect((await written())?.version).not.toBe(version())
})

test('a review that writes over what the app wrote leaves nothing to be found', async () => {
  const { write, written, version } = event()
  await write(ready)
  await write({ ...attention, isReview: true })
  expect((await written())?.version).toBe(version())
})

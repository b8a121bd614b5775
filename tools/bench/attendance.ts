import { QueueClient } from '@azure/storage-queue'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { pacific } from '@webinar-connector/on24-emulator/pacific'
import { type Environment, startEnvironment } from '../environment/environment.ts'
import { fastPolling } from '../environment/fast-polling.ts'
import { waitUntilIdle } from '../environment/wait-until-idle.ts'
import { addWebinar, configure } from './account.ts'
import { type Memory, memoryOf } from './memory.ts'

type PullFigures = { on24Reads: number; dataverseCalls: number; writeCalls: number; seconds: number }
type AttendanceFigures = { first: PullFigures; second: PullFigures; memory: Memory | undefined }

/**
 * The heap that V8 takes on the smallest instance of 512 MB, half of its memory (v8/src/heap/heap.cc,
 * HeapSizeFromPhysicalMemory). On a larger machine V8 would collect later, and the peak would show only that.
 */
const smallInstance = { NODE_OPTIONS: '--max-old-space-size=256' }

/** Measures two pulls of one webinar with this number of attendees, each of them registered in CRM. */
export async function measureAttendance(attendees: number): Promise<AttendanceFigures> {
  const environment = await startEnvironment()
  const host = await environment.startHost({ env: { ...fastPolling, ...smallInstance } })
  const event = await fillWebinar(environment, host, attendees)
  const memory = memoryOf(host.child)
  const first = await pull(environment, host, event)
  const peak = memory?.()
  if (environment.dataverse.rows('msevtmgt_checkin').length !== attendees) throw new Error('A check-in is missing.')
  const second = await pull(environment, host, event)
  await environment.stop()
  return { first, second, memory: peak }
}

async function fillWebinar(environment: Environment, host: FunctionsHost, attendees: number) {
  const { dataverse, on24 } = environment
  const { id, webinarId, start } = addWebinar(environment, await configure(environment, host), -3)
  const activity = {
    firstliveactivity: pacific(start),
    lastliveactivity: pacific(new Date(start.getTime() + 3_000_000)),
  }
  for (let at = 0; at < attendees; at += 1) {
    const emailaddress1 = `ada${at}@example.test`
    const contact = dataverse.insert('contact', { firstname: 'Ada', lastname: String(at), emailaddress1 })
    const values = { msevtmgt_contactid: contact, msevtmgt_eventid: id, msevtmgt_syncedwithprovider: 100_000_002 }
    const exteventusercd = dataverse.insert('msevtmgt_eventregistration', values)
    const attendee = on24.na.register(webinarId, { email: emailaddress1, exteventusercd })
    on24.na.attend(webinarId, attendee, { ...activity, liveminutes: 50, liveviewed: 1, askedquestions: at % 3 })
  }
  return id
}

async function pull({ dataverse, on24, settings }: Environment, host: FunctionsHost, id: string): Promise<PullFigures> {
  const storage = settings.AzureWebJobsStorage ?? ''
  const noWebhooks = { statuses: [], settled: async () => {} }
  // A new account's webinar types are fetched first; that is no part of a pull.
  await waitUntilIdle(storage, host, noWebhooks)
  dataverse.calls.length = 0
  on24.na.calls.length = 0
  const begun = performance.now()
  const message = JSON.stringify({ table: 'msevtmgt_event', id, work: 'attendance' })
  await new QueueClient(storage, 'webinars').sendMessage(Buffer.from(message).toString('base64'))
  await waitUntilIdle(storage, host, noWebhooks)
  return {
    on24Reads: on24.na.calls.length,
    dataverseCalls: dataverse.calls.length,
    writeCalls: dataverse.calls.filter(({ path }) => path.endsWith('UpsertMultiple')).length,
    seconds: (performance.now() - begun) / 1000,
  }
}

import { QueueClient } from '@azure/storage-queue'
import { pacific } from '@webinar-connector/on24-emulator/pacific'
import pLimit from 'p-limit'
import type { Line } from '../environment/print-table.ts'
import { type Account, addWebinar, configure, type Webinar } from './account.ts'
import { figure } from './figure.ts'
import { memoryOf, smallInstance } from './memory.ts'
import { inWorld, type World } from './world.ts'

const [few, many] = [5000, 100_000]
const [webinars, each] = [12, 10_000]
/** Attendees for the speed of writing, in whole rounds of eight calls, and the time that Dataverse takes, in milliseconds. */
const [written, latency] = [24_000, { call: 50, row: 10 }]
/** Dataverse recommends eight calls at a time (`x-ms-dop-hint`). */
const atOnce = 8

type Pull = { on24Reads: number; dataverseCalls: number; writeCalls: number; seconds: number }

/** Measures calls of a pull, and of another where nothing has changed. */
export async function measurePulls(): Promise<Line[]> {
  const { first, second } = await inWorld({ webhooks: false }, async (world) => {
    const webinar = fillWebinar(world, await configured(world), few)
    return { first: await pull(world, [webinar], few), second: await pull(world, [webinar], few) }
  })
  const per500 = first.writeCalls / (few / 500)
  return [
    figure('ON24 reads of a webinar: whose it is, once, and its two lists', first.on24Reads, { atMost: 3, before: 2 }),
    figure('  of the next reading', second.on24Reads, { atMost: 2, before: 2 }),
    figure('Dataverse write calls per 500 changed check-ins', per500, { atMost: 1, before: 1 }),
    figure('Dataverse reads of 5,000 attendees', first.dataverseCalls - first.writeCalls, { before: 3 }),
    figure('  when nothing has changed', second.dataverseCalls - second.writeCalls, { atMost: 2, before: 3 }),
    figure('  Dataverse write calls then', second.writeCalls, { exactly: 0, before: 0 }),
  ]
}

/** Measures check-ins a second, as a share of what Dataverse takes from a client that does nothing but send them. */
export async function measureWriting(): Promise<Line[]> {
  const { seconds, bare, most } = await inWorld({ webhooks: false }, async (world) => {
    const webinar = fillWebinar(world, await configured(world), written)
    Object.assign(world.dataverse.latency, latency)
    world.dataverse.inFlight.most = 0
    const sent: Request[] = []
    const { seconds } = await pull(world, [webinar], written, (request) => sent.push(request))
    const { most } = world.dataverse.inFlight
    return { seconds, bare: await sendAnew(world, sent), most }
  })
  return [
    figure('Check-ins a second, at 50 ms a call and 10 ms a row', written / seconds, { before: 96 }),
    figure('  of a client that only sends the same calls, eight at a time', written / bare),
    figure('  share of it', bare / seconds, { atLeast: 0.9, before: 0.12 }),
    figure('  calls to Dataverse at once', most, { atMost: 8, before: 1 }),
  ]
}

/** Sends the recorded writes once more, to a table that is empty again; returns the seconds that it takes. */
async function sendAnew({ dataverse }: World, sent: readonly Request[]): Promise<number> {
  for (const { msevtmgt_checkinid } of dataverse.rows('msevtmgt_checkin')) {
    dataverse.remove('msevtmgt_checkin', String(msevtmgt_checkinid))
  }
  const bodies = await Promise.all(sent.map((request) => request.text()))
  const begun = performance.now()
  await pLimit(atOnce).map(sent, async ({ url, method, headers }, at) => {
    const { ok, status } = await fetch(url, { method, headers, body: bodies[at] ?? '' })
    if (!ok) throw new Error(`Dataverse answered ${status} to a call that it took before.`)
  })
  return (performance.now() - begun) / 1000
}

/** Measures memory with very many attendees in one webinar, and with many webinars side by side. */
export async function measureMemory(): Promise<Line[]> {
  return [
    ...(await memoryWith('100,000 attendees in one webinar', 1, many, 381)),
    ...(await memoryWith('12 webinars of 10,000 at once', webinars, each, 356)),
  ]
}

async function memoryWith(what: string, count: number, attendees: number, before: number): Promise<Line[]> {
  const { seconds, measured } = await inWorld({ env: smallInstance, webhooks: false }, async (world) => {
    const account = await configured(world)
    const filled = Array.from({ length: count }, () => fillWebinar(world, account, attendees))
    const memory = memoryOf(world.host.child)
    const { seconds } = await pull(world, filled, count * attendees)
    return { seconds, measured: memory?.() }
  })
  const unmeasured: Line = { figure: `Memory with ${what}`, is: 'measured on Linux only' }
  return [
    measured
      ? figure(`Memory with ${what}`, measured.peak, { unit: 'MB', atMost: 512, before: `${before} MB` })
      : unmeasured,
    figure('  seconds of writing', seconds, { unit: 's' }),
  ]
}

/** An account whose webinar types have been fetched: they are no part of a pull. */
async function configured(world: World): Promise<Account> {
  const account = await configure(world, world.host)
  await world.idle()
  return account
}

function fillWebinar(world: World, account: Account, attendees: number): Webinar {
  const { dataverse, on24 } = world
  const webinar = addWebinar(world, account, -3)
  const { id, webinarId, start } = webinar
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
  return webinar
}

/** Pulls webinars at once, until CRM has all check-ins. The seconds count from the first call that writes some. */
async function pull(
  world: World,
  filled: readonly Webinar[],
  checkIns: number,
  onWrite?: (request: Request) => void,
): Promise<Pull> {
  const { dataverse, on24, settings } = world
  dataverse.calls.length = 0
  on24.na.calls.length = 0
  let begun: number | undefined
  let ended = performance.now()
  dataverse.injectFault((request) => {
    if (request.url.endsWith('UpsertMultiple')) {
      begun ??= performance.now()
      onWrite?.(request)
    }
    return undefined
  })
  dataverse.onChange(() => {
    ended = performance.now()
  })
  const queue = new QueueClient(settings.AzureWebJobsStorage ?? '', 'webinars')
  for (const { id } of filled) {
    const message = JSON.stringify({ table: 'msevtmgt_event', id, work: 'attendance' })
    await queue.sendMessage(Buffer.from(message).toString('base64'))
  }
  await world.idle()
  if (dataverse.rows('msevtmgt_checkin').length !== checkIns) throw new Error('A check-in is missing.')
  return {
    on24Reads: on24.na.calls.length,
    dataverseCalls: dataverse.calls.length,
    writeCalls: dataverse.calls.filter(({ path }) => path.endsWith('UpsertMultiple')).length,
    seconds: (ended - (begun ?? ended)) / 1000,
  }
}

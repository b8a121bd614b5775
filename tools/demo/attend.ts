import { QueueClient } from '@azure/storage-queue'
import { pacific } from '@webinar-connector/on24-emulator/pacific'
import { minute } from '../../lib/core/time.ts'
import { importedEmail, sharedEmail } from './import-people.ts'
import { importedAttendees, importedPeople, sharedAddresses, strangers } from './plan.ts'
import type { Entered } from './register.ts'
import type { Stage, Webinar } from './scenario.ts'

/** The webinars take place: everybody who is planned to attend does so at ON24. */
export function holdWebinars({ environment: { on24 }, webinars }: Stage, entered: readonly Entered[]) {
  for (const webinar of webinars) {
    const region = on24[webinar.region]
    const { goodafter } = region.event(webinar.on24)
    const registrants = new Map(region.registrants(webinar.on24).map((one) => [one.exteventusercd, one.eventuserid]))
    const came = entered.filter((one) => one.webinar.name === webinar.name && one.attends)
    const attendees = [
      ...came.flatMap(({ id }) => registrants.get(id) ?? []),
      ...walkIns(webinar).map((email) => region.register(webinar.on24, { email })),
    ]
    for (const [at, attendee] of attendees.entries()) {
      const minutes = 5 + (at % 55)
      region.attend(webinar.on24, attendee, {
        firstliveactivity: pacific(goodafter),
        lastliveactivity: pacific(new Date(goodafter.getTime() + minutes * minute)),
        ...{ liveminutes: minutes, liveviewed: 1, askedquestions: at % 4 },
      })
    }
  }
}

/** People who came by ON24's own page, known there by their address only. */
function walkIns(webinar: Webinar): string[] {
  const event = webinar.partOf ?? webinar.name
  return [
    ...importedPeople.slice(0, importedAttendees(webinar)).map((number) => importedEmail(event, number)),
    ...sharedAddresses.map((number) => sharedEmail(event, number)),
    ...strangers.map((number) => `stranger${number}@elsewhere.example`),
  ]
}

/** Queues every webinar as the timer does, without its question whether the numbers may have changed already. */
export async function queuePulls({ environment: { settings }, webinars }: Stage) {
  const queue = new QueueClient(settings.AzureWebJobsStorage ?? '', 'attendance')
  for (const { table, id } of webinars) {
    await queue.sendMessage(Buffer.from(JSON.stringify({ table, id })).toString('base64'))
  }
}

/** What a metric run did: webinars whose attendees it read at ON24, check-ins it wrote to CRM. */
export type Run = { webinars: number; checkIns: number }

/** Counts what goes on until the run has come to its end. */
export async function counted({ environment: { dataverse, on24 } }: Stage, run: () => Promise<void>): Promise<Run> {
  const counts = { webinars: 0, checkIns: 0 }
  dataverse.onChange(({ table }) => {
    if (table === 'msevtmgt_checkin') counts.checkIns += 1
  })
  const reads = () => [...on24.na.calls, ...on24.eu.calls].filter(({ path }) => path.endsWith('/attendee')).length
  const before = reads()
  await run()
  return { webinars: reads() - before, checkIns: counts.checkIns }
}

import { QueueClient } from '@azure/storage-queue'
import { pacific } from '@webinar-connector/on24-emulator/pacific'
import { minute } from '../../lib/core/time.ts'
import { importedEmail, sharedEmail } from './import-people.ts'
import { importedAttendees, importedPeople, sharedAddresses, unknownAttendees } from './plan.ts'
import type { Registration } from './register.ts'
import type { Scenario, Webinar } from './scenario.ts'

/** Lets everybody attend at ON24 who is planned to. */
export function attendWebinars({ environment: { on24 }, webinars }: Scenario, registered: readonly Registration[]) {
  for (const webinar of webinars) {
    const region = on24[webinar.region]
    const { goodafter } = region.event(webinar.on24)
    const registrants = new Map(region.registrants(webinar.on24).map((one) => [one.exteventusercd, one.eventuserid]))
    const planned = registered.filter((one) => one.webinar.name === webinar.name && one.attends)
    const attendees = [
      ...planned.flatMap(({ id }) => registrants.get(id) ?? []),
      ...attendeesOfOwnPage(webinar).map((email) => region.register(webinar.on24, { email })),
    ]
    for (const [at, attendee] of attendees.entries()) {
      const minutes = 5 + (at % 55)
      region.attend(webinar.on24, attendee, {
        firstliveactivity: pacific(goodafter),
        lastliveactivity: pacific(new Date(goodafter.getTime() + minutes * minute)),
        liveminutes: minutes,
        liveviewed: 1,
        askedquestions: at % 4,
      })
    }
  }
}

/** Addresses of attendees who register on ON24's own page; ON24 knows no id of CRM for them. */
function attendeesOfOwnPage(webinar: Webinar): string[] {
  const event = webinar.partOf ?? webinar.name
  return [
    ...importedPeople.slice(0, importedAttendees(webinar)).map((number) => importedEmail(event, number)),
    ...sharedAddresses.map((number) => sharedEmail(event, number)),
    ...unknownAttendees.map((number) => `unknown${number}@elsewhere.example`),
  ]
}

/** Enqueues a pull of every webinar, also where the timer would see that nothing has changed. */
export async function enqueuePulls({ environment: { settings }, webinars }: Scenario) {
  const queue = new QueueClient(settings.AzureWebJobsStorage ?? '', 'webinars')
  for (const { table, id } of webinars) {
    await queue.sendMessage(Buffer.from(JSON.stringify({ table, id, work: 'attendance' })).toString('base64'))
  }
}

/** A pull of all webinars: how many were read at ON24, and how many check-ins were written to CRM. */
export type PullCounts = { webinars: number; checkIns: number }

/** Counts reads and writes during a pull. */
export async function countDuring(
  { environment: { dataverse, on24 } }: Scenario,
  pull: () => Promise<void>,
): Promise<PullCounts> {
  const counts = { webinars: 0, checkIns: 0 }
  dataverse.onChange(({ table }) => {
    if (table === 'msevtmgt_checkin') counts.checkIns += 1
  })
  const reads = () => [...on24.na.calls, ...on24.eu.calls].filter(({ path }) => path.endsWith('/attendee')).length
  const before = reads()
  await pull()
  return { webinars: reads() - before, checkIns: counts.checkIns }
}

import { measureAttendance } from './bench/attendance.ts'
import { measureBulk } from './bench/bulk.ts'
import { measureRegistrations } from './bench/registrations.ts'
import { measureWebhooks } from './bench/webhook.ts'
import { type Line, printTable } from './environment/print-table.ts'

/** Measures speed and number of calls, as ratios and counts of one run on this machine. */

const begun = performance.now()
const print = (line: string) => console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`)
const aim = (figure: string, is: number, must: string, ok: boolean): Line => ({ figure, is: round(is), must, ok })

print('The webhook function beside an empty function with the same queue output …')
const webhooks = await measureWebhooks()

print('200 registrations …')
const registration = await measureRegistrations(200)

const bulk = 1_000
print(`${bulk.toLocaleString('en')} registrations moved to another webinar, and then deleted …`)
const { moved, deleted } = await measureBulk(bulk)

const [few, many] = [5_000, 100_000]
print(`${few.toLocaleString('en')} attendees in one webinar, pulled twice …`)
const { first, second } = await measureAttendance(few)

print(`${many.toLocaleString('en')} attendees in one webinar …`)
const large = await measureAttendance(many)

print('Done.\n')
const { memory } = large
printTable(
  ['Figure', 'is', 'aim'],
  [
    { figure: 'Webhook function, requests per second', is: Math.round(webhooks.webhook) },
    { figure: 'Empty function, requests per second', is: Math.round(webhooks.empty) },
    aim('Webhook function to empty function', webhooks.ratio, 'at least 0.7', webhooks.ratio >= 0.7),
    { figure: 'Dataverse calls per registration', is: round(registration.dataverse) },
    { figure: 'ON24 calls per registration', is: round(registration.on24) },
    ...bulkLines('moved to another webinar', moved),
    ...bulkLines('deleted', deleted),
    aim('ON24 reads per webinar', first.on24Reads, 'at most 2', first.on24Reads <= 2),
    aim(
      'Dataverse write calls per 500 changed rows',
      first.writeCalls / (few / 500),
      'at most 1',
      first.writeCalls <= few / 500,
    ),
    { figure: 'Dataverse calls per 1,000 attendees', is: round((first.dataverseCalls * 1000) / few) },
    { figure: '  when nothing has changed', is: round((second.dataverseCalls * 1000) / few) },
    { figure: 'Dataverse write calls when nothing has changed', is: second.writeCalls },
    { figure: 'Seconds for 100,000 attendees', is: round(large.first.seconds) },
    { figure: '  when nothing has changed', is: round(large.second.seconds) },
    ...(memory
      ? [
          { figure: 'Memory before, MB', is: memory.before },
          aim('  at most with 100,000 attendees', memory.peak, 'below 512', memory.peak < 512),
        ]
      : [{ figure: 'Memory', is: 'measured on Linux only' }]),
  ],
)

function bulkLines(what: string, { listReads, cancelledTwice, leftBehind, seconds }: typeof moved): Line[] {
  return [
    aim(`ON24 list reads when 1,000 are ${what}`, listReads, '0', listReads === 0),
    aim('  cancelled twice', cancelledTwice, '0', cancelledTwice === 0),
    aim('  left behind', leftBehind, '0', leftBehind === 0),
    { figure: '  seconds', is: round(seconds) },
  ]
}

function round(value: number) {
  return Math.round(value * 100) / 100
}

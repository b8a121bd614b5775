import type { Line } from '../environment/print-table.ts'
import { measureMemory, measurePulls, measureWriting } from './attendance.ts'
import { measureBulk } from './bulk.ts'
import { measureCalls } from './calls.ts'
import { measureFairness } from './fairness.ts'
import { measureLatency } from './latency.ts'
import { measureOutages } from './outage.ts'
import { measureQuota } from './quota.ts'
import { measureStorm } from './storm.ts'
import { measureSweep } from './sweep.ts'
import { measureWebhooks } from './webhook.ts'

/** A part of the bench: what it is called on the command line, what it does, and its measurements, one after the other. */
type Part = { name: string; does: string; measure: readonly (() => Promise<Line[]>)[] }

export const parts: readonly Part[] = [
  {
    name: 'webhook',
    does: 'The webhook function beside an empty function with the same queue output',
    measure: [measureWebhooks],
  },
  {
    name: 'calls',
    does: 'Calls of registrations alone, of an import of 10,000, and of changed contacts',
    measure: [measureCalls],
  },
  {
    name: 'quota',
    does: "Two whole minutes of an account's quota, on 1, 3 and 10 hosts",
    measure: [1, 3, 10].map((hosts) => () => measureQuota(hosts)),
  },
  { name: 'latency', does: 'Registrations at 0.2, 5, 20 and 50 a second', measure: [measureLatency] },
  {
    name: 'fairness',
    does: 'An account beside one that is full and one that stalls, on 1 and 3 hosts',
    measure: [1, 3].map((hosts) => () => measureFairness(hosts)),
  },
  { name: 'storm', does: 'Dataverse refuses one call in ten', measure: [measureStorm] },
  { name: 'outage', does: 'An hour without each system', measure: [measureOutages] },
  {
    name: 'attendance',
    does: 'Attendance: calls, speed of writing, memory',
    measure: [measurePulls, measureWriting, measureMemory],
  },
  { name: 'sweep', does: 'A sweep of 200 webinars while three accounts hang', measure: [measureSweep] },
  { name: 'bulk', does: '300 registrations moved to another webinar, and then deleted', measure: [measureBulk] },
]

import { parseArgs } from 'node:util'
import { printTable } from './environment/print-table.ts'
import type { Fault } from './fuzz/judge.ts'
import { run } from './fuzz/run.ts'

/** Sends generated requests to all routes and generated messages to all queues; nothing may break, hang, leak or be lost. */

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    messages: { type: 'string', default: '4000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
  },
})
const [requests, messages, seed] = [Number(values.requests), Number(values.messages), Number(values.seed)]
if (![requests, messages, seed].every(Number.isInteger))
  throw new Error('--requests, --messages and --seed take whole numbers.')

const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const print = (line: string) => console.log(`${seconds().toFixed(0).padStart(4)} s  ${line}`)

print(`Same inputs again: npm run fuzz -- --seed ${seed} --requests ${requests} --messages ${messages}`)
const result = await run({ seed, requests, messages }, print)

/** The first rounds warm up; after that the second half may have a third more than the first, and 32 MB. */
const [, , ...warm] = result.memory
const half = Math.ceil(warm.length / 2)
const [before, after] = [Math.max(0, ...warm.slice(0, half)), Math.max(0, ...warm.slice(half))]
const none = (figure: string, found: readonly unknown[] | number) => {
  const is = typeof found === 'number' ? found : found.length
  return { figure, is, must: 0, ok: is === 0 }
}
const faulty = (fault: Fault) => result.faults.filter((one) => one.fault === fault)
const count = (counts: ReadonlyMap<string, number>, name: string) => counts.get(name) ?? 0
const lines = [
  { figure: 'Requests, to each method of each route', is: requests },
  { figure: '  doors', is: result.doors.length },
  { figure: '  done', is: count(result.answers, 'done') },
  { figure: '  refused by the app, with code and sentence', is: count(result.answers, 'refused by the app') },
  { figure: '  503: later', is: count(result.answers, 'later') },
  { figure: '  refused by the host: no key, no such route', is: count(result.answers, 'refused by the host') },
  { figure: '  slowest, in seconds', is: result.slowest.toFixed(1), must: 10, ok: result.slowest < 10 },
  none('Answers 5xx that are no documented 503', faulty('error of the app')),
  none('Calls without an answer', faulty('no answer')),
  none('Refusals without a documented code and a sentence', faulty('unclear refusal')),
  { figure: 'Messages, to three queues', is: messages },
  ...['done', 'refused', 'gave_up', 'unreadable', 'left to the timer', 'comes back'].map((outcome) => ({
    figure: `  reported: ${outcome}`,
    is: count(result.outcomes, outcome),
  })),
  { figure: '  calls of the host to a queue that failed', is: count(result.outcomes, 'call to a queue failed') },
  { figure: '  wait in a queue for their time', is: result.waiting },
  none('Lost messages', result.lost),
  none('Messages left unread', result.unread),
  none('Errors that nobody foresaw', result.unexpected),
  none('Crashes', result.crashes),
  { figure: 'Memory in MB, first half of the rounds', is: before },
  { figure: '  second half', is: after, must: Math.round(before * 1.33 + 32), ok: after <= before * 1.33 + 32 },
  { figure: 'Seconds', is: seconds().toFixed(0) },
]
console.log()
printTable(['Figure', 'is', 'must be'], lines)

for (const { fault, what } of result.faults.slice(0, 20)) console.error(`${fault}: ${what}`)
for (const one of result.lost.slice(0, 10)) console.error(`lost: ${one}`)
for (const one of result.unexpected.slice(0, 10)) console.error(`unforeseen: ${one}`)
const passed = lines.every((line) => !('ok' in line) || line.ok)
console.log(passed ? '\nNothing broke, nothing hung, nothing is lost.' : '\nThe connector failed.')
process.exitCode = passed ? 0 : 1

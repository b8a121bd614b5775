import { parseArgs } from 'node:util'
import { kinds } from './chaos/plan-fault-windows.ts'
import { isClean } from './chaos/recover.ts'
import { run } from './chaos/run.ts'
import { printTable } from './environment/print-table.ts'

/** Tries to make the connector lose, double or outdate a registration; see what it takes. */

const { values } = parseArgs({
  options: {
    registrations: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
  },
})
const [registrations, seed] = [Number(values.registrations), Number(values.seed)]
if (!(registrations > 0 && Number.isInteger(seed))) throw new Error('--registrations and --seed take whole numbers.')

const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const say = (what: string) => console.log(`${seconds().toFixed(0).padStart(4)} s  ${what}`)

say(`Seed ${seed}: the same seed gives the same plan, npm run chaos -- --registrations ${registrations} --seed ${seed}`)
const { ledger, faults, webhooks, sweeps, ...result } = await run(seed, registrations, say)
const none = (figure: string, found: readonly string[]) => ({
  figure,
  is: found.length,
  must: 0,
  ok: found.length === 0,
})

console.log()
printTable(
  ['Ledger', 'is', 'must be'],
  [
    { figure: 'Registrations sent', is: registrations },
    { figure: '  still in CRM at the end', is: ledger.sent },
    { figure: 'Registered at ON24', is: ledger.atOn24 },
    { figure: 'Refused, and the row says why', is: ledger.refused },
    none('Lost', ledger.lost),
    none('Doubled', ledger.doubled),
    none('Stale', ledger.stale),
    { figure: 'Seconds to heal after the last fault', is: result.seconds.toFixed(0) },
    { figure: '  minutes that clocks were set ahead for it', is: result.minutesAhead },
    ...kinds.map((kind) => ({ figure: `Calls broken: ${kind}`, is: faults.get(kind) ?? 0 })),
    { figure: 'Webhooks sent', is: webhooks.sent },
    { figure: '  dropped', is: webhooks.dropped },
    { figure: '  doubled', is: webhooks.doubled },
    { figure: '  late, behind others', is: webhooks.late },
    { figure: '  not taken, for want of a host', is: webhooks.failed },
    { figure: 'Hosts killed', is: result.kills },
    { figure: 'Sweeps while things broke', is: sweeps.all },
    { figure: '  that came to their end', is: sweeps.done },
    { figure: 'Messages that came to an end', is: result.messages },
    { figure: 'Errors that nobody foresaw', is: result.unforeseen.length },
    { figure: 'Seconds', is: seconds().toFixed(0) },
  ],
)

for (const [what, found] of Object.entries({ lost: ledger.lost, doubled: ledger.doubled, stale: ledger.stale })) {
  for (const one of found.slice(0, 10)) console.error(`${what}: ${one}`)
}
for (const one of result.unforeseen.slice(0, 10)) console.error(`unforeseen: ${one}`)
console.log(isClean(ledger) ? '\nNothing is lost, nothing is doubled, nothing is stale.' : '\nThe connector failed.')
process.exitCode = isClean(ledger) ? 0 : 1

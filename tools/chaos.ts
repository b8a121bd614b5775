import { parseArgs } from 'node:util'
import { faultKinds } from './chaos/plan-fault-windows.ts'
import { isConsistent } from './chaos/recover.ts'
import { run } from './chaos/run.ts'
import { printTable } from './environment/print-table.ts'

/** Injects faults everywhere and checks that the connector loses, doubles and outdates no registration. */

const { values } = parseArgs({
  options: {
    registrations: { type: 'string', default: '10000' },
    stalls: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
  },
})
const [registrations, seed] = [Number(values.registrations), Number(values.seed)]
if (!(registrations > 0 && Number.isInteger(seed))) throw new Error('--registrations and --seed take whole numbers.')

const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const print = (line: string) => console.log(`${seconds().toFixed(0).padStart(4)} s  ${line}`)

const { stalls } = values
print(`Same plan again: npm run chaos -- --registrations ${registrations} --seed ${seed}${stalls ? ' --stalls' : ''}`)
const { consistency, faults, webhooks, sweeps, ...result } = await run({ seed, registrations, stalls }, print)
const { lost, doubled, stale, uncounted } = consistency
const none = (figure: string, found: number) => ({ figure, is: found, must: 0, ok: found === 0 })

console.log()
printTable(
  ['Figure', 'is', 'must be'],
  [
    { figure: 'Registrations created in CRM', is: registrations },
    { figure: '  there at the end', is: consistency.inCrm },
    { figure: 'Registered at ON24', is: consistency.atOn24 },
    { figure: 'Refused, with a reason on the row', is: consistency.refused },
    none('Lost: not at ON24', lost.length),
    none('Doubled: at ON24 without a registration', doubled.length),
    none('Stale: other data at ON24 or on the row', stale.length),
    none('Figures of the ledger that are not true', uncounted.length),
    { figure: 'Seconds from the last fault to consistency, as they passed', is: result.seconds.toFixed(0) },
    { figure: '  minutes that clocks were set ahead for it', is: result.minutesAhead },
    {
      figure: '  as it would have been without setting clocks ahead, at most',
      is: (result.seconds + result.minutesAhead * 60).toFixed(0),
    },
    ...faultKinds.map((kind) => ({ figure: `Calls with the fault: ${kind}`, is: faults.get(kind) ?? 0 })),
    { figure: 'Webhooks sent', is: webhooks.sent },
    { figure: '  doubled', is: webhooks.doubled },
    { figure: '  late', is: webhooks.late },
    { figure: '  failed, because no host answered', is: webhooks.failed },
    { figure: 'Webhooks dropped', is: webhooks.dropped },
    { figure: 'Hosts killed', is: result.kills },
    { figure: 'Sweeps during the faults', is: sweeps.all },
    { figure: '  that succeeded', is: sweeps.succeeded },
    { figure: 'Messages with an outcome', is: result.messages },
    { figure: 'Unexpected errors', is: result.unexpectedErrors.length },
    { figure: 'Seconds', is: seconds().toFixed(0) },
  ],
)

for (const [problem, found] of Object.entries({
  lost,
  doubled,
  stale,
  uncounted,
  unexpected: result.unexpectedErrors,
})) {
  for (const one of found.slice(0, 10)) console.error(`${problem}: ${one}`)
}
const passed = isConsistent(consistency)
console.log(passed ? '\nNothing is lost, nothing is doubled, nothing is stale.' : '\nThe connector failed.')
process.exitCode = passed ? 0 : 1

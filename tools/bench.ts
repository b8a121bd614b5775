import { parts } from './bench/parts.ts'
import { type Line, printTable } from './environment/print-table.ts'

/** Measures speed and number of calls, as ratios and counts of one run on this machine, beside the first edition's. */

const named = process.argv.slice(2)
const unknown = named.filter((name) => !parts.some((part) => part.name === name))
if (unknown.length) throw new Error(`The parts of the bench are ${parts.map(({ name }) => name).join(', ')}.`)

const begun = performance.now()
const print = (line: string) => console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`)
const lines: Line[] = []
for (const { name, does, measure } of parts) {
  if (named.length && !named.includes(name)) continue
  print(`${name}: ${does} …`)
  for (const one of measure) {
    // The other parts are measured all the same.
    const measured = await one().catch((error: unknown): Line[] => [
      { figure: `${name} failed: ${error instanceof Error ? error.message : error}`, is: '', must: '', ok: false },
    ])
    lines.push(...measured)
  }
}
print('Done.\n')
printTable(['Figure', 'is', 'aim', 'first edition'], lines)
console.log('\nThe shipped host.json, storage by Azurite in memory, all emulators in one process beside the hosts.')
if (lines.some(({ ok }) => ok === false)) process.exitCode = 1

/** A line of a table: a figure, the value it must have, in words or as a number, and if it has it; its value before. */
export type Line = {
  figure: string
  is: string | number
  must?: string | number
  ok?: boolean
  before?: string | number
}

type Head = readonly [figure: string, is: string, must: string, before?: string]

/** Prints figures as a table with the columns figure, value, value before (if the head has it), required value, and a mark. */
export function printTable([figure, is, must, before]: Head, lines: readonly Line[]) {
  const rows = lines.map((line) => [
    line.figure,
    shown(line.is),
    ...(before === undefined ? [] : [shown(line.before)]),
    shown(line.must),
    line.ok === undefined ? '' : line.ok ? 'ok' : 'MISSED',
  ])
  const all = [[figure, is, ...(before === undefined ? [] : [before]), must, ''], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  for (const [at, row] of all.entries()) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    console.log([...cells.slice(0, -1), row.at(-1)].join('  ').trimEnd())
    if (at === 0) console.log('-'.repeat(widths.reduce((sum, one) => sum + one + 2, -2)))
  }
}

function shown(value: string | number | undefined) {
  return typeof value === 'number' ? value.toLocaleString('en') : (value ?? '')
}

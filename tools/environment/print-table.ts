/** A line of a table: a figure, the value it must have, in words or as a number, and if it has it. */
export type Line = { figure: string; is: string | number; must?: string | number; ok?: boolean }

/** Prints figures as a table with the columns figure, value, required value, and `ok` or `MISSED`. */
export function printTable(head: [figure: string, is: string, must: string], lines: readonly Line[]) {
  const rows = lines.map(({ figure, is, must, ok }) => [
    figure,
    shown(is),
    must === undefined ? '' : shown(must),
    ok === undefined ? '' : ok ? 'ok' : 'MISSED',
  ])
  const all = [[...head, ''], ...rows]
  const width = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0))
  const widths = [width(0), width(1), width(2)]
  for (const [at, [figure = '', is = '', must = '', ok = '']] of all.entries()) {
    const columns = [figure.padEnd(widths[0] ?? 0), is.padStart(widths[1] ?? 0), must.padStart(widths[2] ?? 0), ok]
    console.log(columns.join('  ').trimEnd())
    if (at === 0) console.log('-'.repeat(widths.reduce((sum, one) => sum + one, 4)))
  }
}

function shown(value: string | number) {
  return typeof value === 'number' ? value.toLocaleString('en') : value
}

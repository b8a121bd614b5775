/** A line of a report; `must` is what the figure has to be, in words or as a number, and `ok` whether it is. */
export type Line = { figure: string; is: string | number; must?: string | number; ok?: boolean }

/** Prints figures below each other: what it is, how much, what it must be, and whether that came true. */
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

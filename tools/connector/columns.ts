/** Lines whose cells stand below one another. A cell without a value is a dash. */
export function columns(rows: readonly (readonly (string | number | null | undefined)[])[]): string[] {
  const texts = rows.map((row) => row.map((cell) => String(cell ?? '-')))
  const widths = texts[0]?.map((_, at) => Math.max(...texts.map((row) => row[at]?.length ?? 0))) ?? []
  return texts.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** A number and its noun. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

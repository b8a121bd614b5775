const rowsPerChunk = 500

/** A whole list as one JSON object, the totals first. It is written in chunks, so that no string holds all of it. */
export function streamedList<Item>(
  head: Record<string, number>,
  name: string,
  items: Item[],
  toRow: (item: Item) => object,
): Response {
  function* chunks() {
    yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},"${name}":[`)
    for (let first = 0; first < items.length; first += rowsPerChunk) {
      const rows = items.slice(first, first + rowsPerChunk).map((item) => JSON.stringify(toRow(item)))
      yield Buffer.from((first > 0 ? ',' : '') + rows.join(','))
    }
    yield Buffer.from(']}')
  }
  return new Response(ReadableStream.from(chunks()), { headers: { 'content-type': 'application/json' } })
}

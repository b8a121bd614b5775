export const views = ['overview', 'attention', 'ahead', 'past', 'fields', 'accounts', 'requests'] as const
export type View = (typeof views)[number]

/** The view that an address names after its `#`; the overview, if it names none. */
export function viewOf(hash: string): View {
  const [name] = partsOf(hash)
  return views.find((view) => view === name) ?? 'overview'
}

/** The id of the row that an address names behind its view. */
export function idIn(hash: string): string | undefined {
  return partsOf(hash)[1]
}

function partsOf(hash: string) {
  return hash.replace(/^#\/?/, '').split('/')
}

export const views = ['overview', 'attention', 'ahead', 'past', 'accounts', 'requests'] as const
export type View = (typeof views)[number]

/** The view that an address names after its `#`; the overview, if it names none. */
export function viewOf(hash: string): View {
  const name = hash.replace(/^#\/?/, '')
  return views.find((view) => view === name) ?? 'overview'
}

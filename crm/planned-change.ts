/** The kinds of what `apply` makes, as they are shown. */
export type Kind =
  | 'Solution'
  | 'Tables and columns'
  | 'Views, forms and charts'
  | 'Page'
  | 'App'
  | 'Publication'
  | 'Change tracking'
  | 'Security role'
  | 'Roles for people'
  | 'Application user'
  | 'Service endpoint'
  | 'Processing steps'
  | 'Terms of the webinar provider'

/**
 * A part of the environment that `apply` makes and `remove` takes away. Without a change it is as it should be, unless
 * `state` says otherwise.
 */
export type PlannedChange = { kind: Kind; name: string; change?: Change; state?: string }

export type Change = {
  /** In words that follow the name, e.g. "create". */
  does: string
  /** Names of the privileges that the signed-in user must hold for it. */
  needs: readonly string[]
  /** How long it takes as a rule, where that is worth saying. */
  seconds?: number
  apply(): Promise<unknown>
}

export function plannedChange(kind: Kind, name: string, change: Change | false | undefined): PlannedChange {
  return change ? { kind, name, change } : { kind, name }
}

/** How long changes take, in words; undefined where it is not worth a word. */
export function estimate(changes: readonly PlannedChange[]): string | undefined {
  const seconds = changes.reduce((sum, { change }) => sum + (change?.seconds ?? 0), 0)
  if (seconds < 60) return undefined
  const minutes = Math.ceil(seconds / 60)
  return `about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
}

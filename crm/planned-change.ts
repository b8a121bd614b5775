/** The kinds of what `apply` makes, as they are shown. */
export type Kind =
  | 'Change tracking'
  | 'Security role'
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
  apply(): Promise<unknown>
}

export function plannedChange(kind: Kind, name: string, change: Change | false | undefined): PlannedChange {
  return change ? { kind, name, change } : { kind, name }
}

import { RefusedError } from '../../crm/errors.ts'

/** The exit codes of the command; docs/operate.md explains them. */
export const exit = {
  well: 0,
  /** Something needs a person, now or before anything goes on. */
  needsSomebody: 1,
  /** The command line is wrong, or names nothing that is there: nothing was done. */
  wrongUse: 2,
  /** Not signed in, not allowed, not reachable, or not possible at present. */
  noAccess: 3,
} as const

/** An end of the command with a finished sentence and its exit code. */
export class CommandError extends RefusedError {
  readonly exitCode: number

  constructor(end: Exclude<keyof typeof exit, 'well'>, text: string, detail?: { cause?: unknown }) {
    super(text, detail)
    this.exitCode = exit[end]
  }
}

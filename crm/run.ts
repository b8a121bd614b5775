import { createCrm } from './api.ts'
import { apply } from './apply.ts'
import type { Options } from './options.ts'
import type { Pause } from './patience.ts'
import { plan } from './plan.ts'
import { remove } from './remove.ts'
import { signIn } from './sign-in.ts'

export type Context = Pause & {
  /** A token of the signed-in person for a resource. */
  token(resource: string): Promise<string>
  /** Base address of Azure Resource Manager. */
  arm: string
  /** Asks the person at the terminal; undefined where there is none. */
  confirm: ((question: string) => Promise<boolean>) | undefined
}

/**
 * Runs one command. Everything is read and checked before the first write.
 * @throws AppError with one sentence for the person at the terminal
 */
export async function run(options: Options, context: Context) {
  const crm = createCrm(options.url, () => context.token(options.url), context)
  const user = await signIn(crm)
  switch (options.command) {
    case 'plan':
      return plan(crm, user, options, context)
    case 'apply':
      return apply(crm, user, options, context)
    case 'remove':
      return remove(crm, user, options, context)
  }
}

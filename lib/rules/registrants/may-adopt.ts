import type { AppliedState } from '../registrations/applied-state.ts'

/**
 * Whether a registration may be made of somebody who is registered at the provider, by what the provider was told of them.
 * Somebody whom the connector cancelled, blocked or erased gets none by itself, nor does one whose registration was deleted
 * when it was too late to cancel them.
 * @param isBegun a run before this one began to make it
 * @param isOrdered a person asked for it: all but a block gives way
 */
export function mayAdopt({ state }: Pick<AppliedState, 'state'>, isBegun: boolean, isOrdered: boolean): boolean {
  if (state === 'none' || (state === 'registered' && isBegun)) return true
  return isOrdered && state !== 'blocked'
}

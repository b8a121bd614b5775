import type { Registration } from '../../model/crm.ts'
import { isActive } from './standing.ts'

/** Reads the applied state of a registrant. */
export type AppliedState = {
  /**
   * `none`: nobody was ever registered there by the connector. `erased`: the provider was asked to forget them. `blocked`:
   * the connector keeps somebody out who is still registered there.
   */
  state: 'none' | 'registered' | 'cancelled' | 'blocked' | 'erased'
  /** Hash of the data that was sent; empty as long as an answer is outstanding, or where it no longer counts. */
  appliedHash: string
  /** Hash of the data that the provider refused last: the same data needs no second try. */
  refusedHash: string
  providerId: string
  /** When they were first registered there; undefined: never, or by a release that kept no record of it. */
  toldAt?: Date | undefined
}

/** Stands for the data of somebody who is not registered. */
export const cancelledHash = 'cancelled'

/** Stands for the data of somebody who registered at the provider themselves: nothing was sent, and nothing has to be. */
export const adoptedHash = 'adopted'

export const neverApplied: AppliedState = { state: 'none', appliedHash: '', refusedHash: '', providerId: '' }

/**
 * Whether nothing has to be sent.
 * @param hashes of the data to be registered, in every form that is read; undefined: nobody is to be registered
 */
export function isUpToDate({ state, appliedHash }: AppliedState, hashes: readonly string[] | undefined): boolean {
  if (!hashes) return (state === 'cancelled' || state === 'blocked') && appliedHash === cancelledHash
  return state === 'registered' && [...hashes, adoptedHash].includes(appliedHash)
}

/**
 * Whether somebody was erased at the provider and nothing asks for them since: they are never registered again by
 * themselves.
 * @param applied `at`: when it was last written, for somebody erased when that was noticed
 */
export function isErased(
  { state, at }: AppliedState & { at: Date },
  registrations: readonly Pick<Registration, 'standing' | 'createdOn'>[],
): boolean {
  return state === 'erased' && !registrations.some((one) => isActive(one) && one.createdOn > at)
}

/** Whether somebody is registered, or may be because the answer never came. */
export function mayBeRegistered({ state, appliedHash }: AppliedState): boolean {
  if (state === 'cancelled' || state === 'blocked') return appliedHash !== cancelledHash
  return state === 'registered'
}

export type ToldState = 'registered' | 'cancelled' | 'blocked'

/**
 * The state while an answer is outstanding. Somebody who may have been cancelled or blocked counts as that, so that the
 * next registration takes it back; everybody else counts as registered.
 */
export function pendingState(before: AppliedState, next: ToldState): AppliedState {
  const isOut = before.state === 'cancelled' || before.state === 'blocked'
  const state = next === 'registered' && isOut ? before.state : next
  return { ...before, state, appliedHash: '' }
}

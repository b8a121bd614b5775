import { day } from '../../core/time.ts'
import type { AppliedState } from './applied-state.ts'

/** Stands for a webinar in what is noted of everybody who was erased in an account. No provider has such an id. */
export const erasedPlace = 'erased'

/** The provider's lists show within a day that somebody was erased; until then they may show them as they were. */
const listsLag = day

/** The hashes of addresses that were erased in an account so lately that its lists may not show it yet. */
export function latelyErased(noted: ReadonlyMap<string, AppliedState & { at: Date }>, now: Date): ReadonlySet<string> {
  const isLate = ({ state, at }: AppliedState & { at: Date }) =>
    state === 'erased' && now.getTime() - at.getTime() < listsLag
  return new Set([...noted].flatMap(([hash, state]) => (isLate(state) ? [hash] : [])))
}

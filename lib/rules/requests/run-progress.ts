import { minute, second } from '../../core/time.ts'

/** How far a run got, in percent: a hundred once it has ended. What is still being listed counts for nothing. */
export function percentOf({ isListed, total, waiting }: { isListed: boolean; total: number; waiting: number }): number {
  if (!isListed || total === 0) return 0
  return Math.min(99, Math.floor((100 * (total - waiting)) / total))
}

/** After how long the progress of a run is looked at again: each look reads what became of all its messages. */
export function nextLook(age: number): number {
  return Math.min(2 * minute, Math.max(3 * second, age / 10))
}

/** Random numbers that are the same for the same seed. */
export type SeededRandom = {
  /** From 0 up to, but not including, 1. */
  next(): number
  between(from: number, to: number): number
  /** True with this probability. */
  chance(share: number): boolean
  /** One of a list that is not empty. */
  pick<T>(from: readonly [T, ...T[]]): T
}

/** @param seed any text; parts of a plan with seeds of their own do not influence each other */
export function seededRandom(seed: string): SeededRandom {
  let state = [...seed].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5)
  // Mulberry32, by Tommy Ettinger, public domain.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    chance: (share) => next() < share,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
  }
}

/** Dice that fall the same way for the same seed. */
export type Dice = {
  /** From 0 up to, but not including, 1. */
  roll(): number
  between(from: number, to: number): number
  chance(share: number): boolean
  /** One of a list that is not empty. */
  pick<T>(from: readonly [T, ...T[]]): T
}

/** @param seed any text: parts of a plan that take dice of their own do not disturb each other */
export function throwDice(seed: string): Dice {
  let state = [...seed].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5)
  // Mulberry32, by Tommy Ettinger, public domain.
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    roll,
    between: (from, to) => from + roll() * (to - from),
    chance: (share) => roll() < share,
    pick: (from) => from[Math.floor(roll() * from.length)] ?? from[0],
  }
}

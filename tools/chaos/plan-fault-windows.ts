import type { Dice } from './seeded-random.ts'

/** What can happen to a call; `cut` and `deaf` happen after the neighbour has done what it was asked. */
export const kinds = [
  ...(['500', '503', '429', '403 quota', '403 unknown'] as const),
  ...(['gateway time-out', 'reset', 'slow', 'cut', 'deaf'] as const),
]
export type Kind = (typeof kinds)[number]

export const neighbours = ['ON24 na', 'ON24 eu', 'Dataverse', 'Key Vault', 'identity'] as const
export type Neighbour = (typeof neighbours)[number]

/** For a while, a share of the calls to a neighbour goes wrong in one way. */
export type Spell = { neighbour: Neighbour; from: number; to: number; kind: Kind; share: number }

const common = ['500', '503', 'gateway time-out', 'reset', 'slow', 'cut', 'deaf'] as const
const menus: Record<Neighbour, readonly [Kind, ...Kind[]]> = {
  // ON24 counts for the account: one answer of this kind stops an instance for a minute.
  'ON24 na': [...common, '429', '403 quota', '403 unknown'],
  'ON24 eu': [...common, '429', '403 quota', '403 unknown'],
  Dataverse: [...common, '429'],
  'Key Vault': ['500', '503', 'reset', 'slow', 'cut'],
  identity: ['500', '503', 'reset', 'slow'],
}

/** Spells of a few seconds with pauses between, one after the other at each neighbour; and Key Vault is out once. */
export function planSpells(dice: Dice, seconds: number): Spell[] {
  const spells: Spell[] = []
  const length = Math.max(1, Math.min(8, seconds / 15))
  for (const neighbour of neighbours) {
    for (let from = dice.between(0, length); from < seconds; ) {
      const to = Math.min(seconds, from + dice.between(length / 2, length))
      const kind = dice.pick(menus[neighbour])
      const share = kind === '403 quota' ? 0.02 : dice.chance(0.15) ? 1 : dice.between(0.05, 0.4)
      spells.push({ neighbour, from, to, kind, share })
      from = to + dice.between(0, length)
    }
  }
  spells.unshift({ neighbour: 'Key Vault', from: seconds * 0.25, to: seconds * 0.4, kind: '503', share: 1 })
  return spells
}

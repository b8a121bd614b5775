/** Whether the vault gives out a secret, or has a key that never leaves it. */
export const keyKinds = ['secret', 'key'] as const
export type KeyKind = (typeof keyKinds)[number]

import type { HeldKeys } from './held-keys.ts'
import type { Vault } from './vault.ts'

/** A data key that the vault wrapped under a version of its key, which never leaves it. */
export type UnderVaultKey = { alg: 'RSA-OAEP-256'; kid: string; wk: string }

/**
 * Has data keys wrapped and unwrapped by the vault. What it unwrapped is held in memory by the same rules as a secret. A
 * wrapped key is not bound to its place; what is sealed under it is.
 */
export function createVaultWrapping(vault: Vault, { ask, hold }: HeldKeys) {
  const newest = hold((_name) => vault.newestKey())
  const dataKeys = hold((name) => {
    const [version = '', wrapped = ''] = name.split(' ')
    return vault.unwrapKey(version, Buffer.from(wrapped, 'base64'))
  })

  return {
    newest: () => newest('newest'),
    /** Asks the vault now, whatever is held. */
    readNewest: () => ask(vault.newestKey),

    async wrap(dataKey: Uint8Array): Promise<UnderVaultKey> {
      const { version } = await newest('newest')
      const wrapped = await ask(() => vault.wrapKey(version, dataKey))
      return { alg: 'RSA-OAEP-256', kid: version, wk: Buffer.from(wrapped).toString('base64') }
    },

    unwrap: async ({ kid, wk }: UnderVaultKey): Promise<Uint8Array> => Uint8Array.from(await dataKeys(`${kid} ${wk}`)),
  }
}

import { UnavailableError } from '../core/errors.ts'
import { decrypt, encrypt, type SealedText } from './aes-gcm.ts'
import type { HeldKeys } from './held-keys.ts'
import { KeyGoneError, type Vault } from './vault.ts'

/** A data key under a version of the vault's secret: 32 bytes that come into memory. */
export type UnderSecret = { alg: 'A256GCM'; kid: string; wk: SealedText }

const newest = ''

/** Wraps data keys under the vault's secret, in memory. */
export function createSecretWrapping(vault: Vault, { ask, hold }: HeldKeys) {
  const read = async (version: string) => toKey(await vault.secret(version === newest ? undefined : version))
  const key = hold(read)

  /** Nearly always it is the newest, which is held; so a text sealed a moment ago opens while the vault is out. */
  async function keyOf(version: string) {
    const current = await key(newest).catch((error: unknown) => {
      if (!(error instanceof KeyGoneError)) throw error
    })
    return current?.version === version ? current : key(version)
  }

  return {
    newest: () => key(newest),
    /** Asks the vault now, whatever is held. */
    readNewest: () => ask(() => read(newest)),

    async wrap(dataKey: Uint8Array, place: string): Promise<UnderSecret> {
      const { version, bytes } = await key(newest)
      return { alg: 'A256GCM', kid: version, wk: encrypt(dataKey, bytes, context(place, version)) }
    },

    async unwrap({ kid, wk }: UnderSecret, place: string): Promise<Uint8Array> {
      const { bytes } = await keyOf(kid)
      return decrypt(wk, bytes, context(place, kid))
    },
  }
}

/** Associated data: a wrapped key that was moved to another place does not open. */
function context(place: string, version: string) {
  return Buffer.from(JSON.stringify([1, 'A256GCM', 'wrap', place.toLowerCase(), version]))
}

function toKey({ value = '', version, notBefore, expiresOn }: Awaited<ReturnType<Vault['secret']>>) {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== 32) throw new UnavailableError({ code: 'vault_key_malformed' })
  return { version, notBefore, expiresOn, bytes }
}

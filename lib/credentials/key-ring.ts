import { CredentialsRefusedError, UnavailableError } from '../core/errors.ts'
import { day } from '../core/time.ts'
import { createHeldKeys, type HoldingRules } from './held-keys.ts'
import type { KeyKind } from './key-kind.ts'
import { createSecretWrapping, type UnderSecret } from './secret-wrapping.ts'
import { KeyGoneError, type Vault, VaultOutError, VaultRefusedError, type Version } from './vault.ts'
import { createVaultWrapping, type UnderVaultKey } from './vault-wrapping.ts'

/** The data key of an envelope: `kid` is the version that wraps it, `wk` the wrapped key. */
export type WrappedKey = UnderSecret | UnderVaultKey

/** How the vault takes the app, and in how many days its newest key expires. */
export type VaultState = { state: 'well' | 'refuses' | 'out' | 'no key'; expiresInDays?: number | undefined }

export type KeyRing = ReturnType<typeof createKeyRing>

/**
 * Wraps data keys under the newest version of the vault's key, and unwraps them under the version that they name, of
 * whichever kind.
 */
export function createKeyRing(vault: Vault, kind: KeyKind, rules: HoldingRules) {
  const held = createHeldKeys(rules)
  const bySecret = createSecretWrapping(vault, held)
  const byVault = createVaultWrapping(vault, held)
  const sealing = kind === 'secret' ? bySecret : byVault
  const alg: WrappedKey['alg'] = kind === 'secret' ? 'A256GCM' : 'RSA-OAEP-256'

  return {
    /**
     * @param place what the data key is for; it unwraps for that place only
     * @throws Unavailable if the newest version is not there, or not valid now: none is guessed in its place
     */
    async wrap(dataKey: Uint8Array, place: string): Promise<WrappedKey> {
      if (!isValid(await sealing.newest(), rules.now())) throw new UnavailableError({ code: 'vault_key_expired' })
      return sealing.wrap(dataKey, place)
    },

    /**
     * A data key of the caller's own. An expired version unwraps, too: the vault itself goes by that
     * (learn.microsoft.com/azure/key-vault/keys/about-keys-details#date-time-controlled-operations).
     * @throws CredentialsRefused if the version is gone or disabled; any other error if it is the wrong one
     */
    async unwrap(wrapped: WrappedKey, place: string): Promise<Uint8Array> {
      try {
        return await (wrapped.alg === 'A256GCM' ? bySecret.unwrap(wrapped, place) : byVault.unwrap(wrapped))
      } catch (cause) {
        if (!(cause instanceof KeyGoneError)) throw cause
        const message = `Key Vault does not give out key version ${wrapped.kid}`
        throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_unreadable' }, { message, cause })
      }
    },

    /** Whether a newer version, or one of the kind that is set now, could wrap it. */
    async isOutdated(wrapped: Pick<WrappedKey, 'alg' | 'kid'>): Promise<boolean> {
      const newest = await sealing.newest()
      return (wrapped.alg !== alg || wrapped.kid !== newest.version) && isValid(newest, rules.now())
    },

    /** Asks the vault now. */
    async inspect(): Promise<VaultState> {
      try {
        const { expiresOn } = await sealing.readNewest()
        const left = expiresOn && expiresOn.getTime() - rules.now().getTime()
        return { state: 'well', expiresInDays: left && Math.floor(left / day) }
      } catch (error) {
        if (error instanceof VaultRefusedError) return { state: 'refuses' }
        if (error instanceof VaultOutError) return { state: 'out' }
        if (error instanceof UnavailableError) return { state: 'no key' }
        throw error
      }
    },
  }
}

function isValid({ notBefore, expiresOn }: Version, now: Date) {
  return (!notBefore || notBefore <= now) && (!expiresOn || now < expiresOn)
}

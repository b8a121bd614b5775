import { LRUCache } from 'lru-cache'
import { AppError, CredentialsRefusedError, UnavailableError } from '../core/errors.ts'
import type { VaultKey } from './envelope.ts'

/** Reads a version of the key's secret, or the newest: `SecretClient.getSecret` with the name filled in. */
export type ReadSecret = (version?: string) => Promise<{ value?: string; properties: { version?: string } }>

export type KeyRing = {
  newest(): Promise<VaultKey>
  version(version: string): Promise<VaultKey>
}

const newest = ''

/**
 * The vault's keys, each held for a minute so that a rotated key is in use within two. One read at a time per key; when
 * the vault is out, the held key goes on serving.
 */
export function createKeyRing(readSecret: ReadSecret, holdFor = 60_000): KeyRing {
  const keys = new LRUCache<string, VaultKey>({
    max: 50,
    ttl: holdFor,
    fetchMethod: async (version, held) => {
      const key = await read(readSecret, version, held)
      // A text sealed under the newest key must open by its version, too, if the vault is out by then.
      if (version === newest) keys.set(key.version, key)
      return key
    },
  })
  const key = async (version: string) => {
    const found = await keys.fetch(version)
    if (!found) throw new UnavailableError({ code: 'vault_unreachable' })
    return found
  }
  return { newest: () => key(newest), version: key }
}

async function read(readSecret: ReadSecret, version: string, held: VaultKey | undefined): Promise<VaultKey> {
  try {
    return toKey(await readSecret(version === newest ? undefined : version))
  } catch (error) {
    if (error instanceof AppError) throw error
    if (isGone(error)) throw gone(version, error)
    if (held) return held
    const { statusCode } = error as { statusCode?: number }
    const message = `Key Vault answered ${statusCode ?? 'nothing'}`
    throw new UnavailableError({ code: 'vault_unreachable' }, { message, cause: error })
  }
}

function toKey({ value, properties }: Awaited<ReturnType<ReadSecret>>): VaultKey {
  const bytes = Buffer.from(value ?? '', 'base64')
  if (bytes.length !== 32 || !properties.version) {
    throw new UnavailableError({ code: 'vault_key_malformed' })
  }
  return { version: properties.version, bytes }
}

/** The vault is well and does not have the key, or has it disabled. A version that it cannot even read is none of its. */
function isGone(error: unknown) {
  const { statusCode, message = '' } = error as { statusCode?: number; message?: string }
  return statusCode === 404 || statusCode === 400 || (statusCode === 403 && /disabled/i.test(message))
}

/** A version gone for good is a refusal, never another key as a guess; without a newest one somebody has to set it. */
function gone(version: string, cause: unknown) {
  if (version === newest) {
    return new UnavailableError({ code: 'vault_key_missing' }, { cause })
  }
  const message = `Key Vault does not give out key version ${version}`
  return new CredentialsRefusedError('not_authenticated', { code: 'credentials_unreadable' }, { message, cause })
}

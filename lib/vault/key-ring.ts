import { LRUCache } from 'lru-cache'
import { CredentialsRefused, Unavailable } from '../base/errors.ts'
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
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: (version) => read(readSecret, version),
  })
  const key = async (version: string) => {
    const held = await keys.fetch(version)
    if (!held) throw new Unavailable('Key Vault cannot be reached.')
    return held
  }
  return { newest: () => key(newest), version: key }
}

async function read(readSecret: ReadSecret, version: string): Promise<VaultKey> {
  const secret = await readSecret(version === newest ? undefined : version).catch((error: unknown) => {
    throw refusal(error, version)
  })
  const bytes = Buffer.from(secret.value ?? '', 'base64')
  if (bytes.length !== 32 || !secret.properties.version) {
    throw new Unavailable('The credential key in Key Vault must be 32 bytes in base64; set a new version of it.')
  }
  return { version: secret.properties.version, bytes }
}

/** Gone or disabled for good is a refusal (never another key as a guess); anything else is an outage. */
function refusal(error: unknown, version: string) {
  const { statusCode, message = '' } = error as { statusCode?: number; message?: string }
  const gone = statusCode === 404 || (statusCode === 403 && /disabled/i.test(message))
  if (gone && version !== newest) {
    return new CredentialsRefused('not_authenticated', 'The kept credentials cannot be opened; enter them again.', {
      message: `Key Vault does not give out key version ${version}.`,
      cause: error,
    })
  }
  if (gone)
    return new Unavailable('Key Vault has no usable credential key; an administrator must set one.', { cause: error })
  return new Unavailable('Key Vault cannot be reached.', {
    message: `Key Vault answered ${statusCode ?? 'nothing'}`,
    cause: error,
  })
}

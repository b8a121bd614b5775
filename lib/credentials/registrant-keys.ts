import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { ConflictError, CredentialsRefusedError } from '../core/errors.ts'
import type { Stored, Table } from '../core/table.ts'
import { Envelope, open, seal } from './envelope.ts'
import type { KeyRing } from './key-ring.ts'
import { createRegistrantCipher } from './registrant-cipher.ts'

const StoredKey = v.object({ envelope: v.string() })
const KeyEnvelope = v.pipe(v.string(), v.parseJson(), Envelope)

export type RegistrantKeys = ReturnType<typeof createRegistrantKeys>

const partition = 'registrant-key'

/**
 * The registrant key of each account: 32 random bytes, sealed like the credentials. With the key goes all that is sealed
 * or hashed under it.
 */
export function createRegistrantKeys(table: Table, keys: KeyRing) {
  const context = (configuration: string) => `${partition}/${configuration}`
  async function sealed(configuration: string, key: Uint8Array) {
    const text = Buffer.from(key).toString('base64')
    return { envelope: JSON.stringify(await seal(text, context(configuration), keys)) }
  }

  async function read(configuration: string, stored: Stored<v.InferOutput<typeof StoredKey>>) {
    const envelope = v.safeParse(KeyEnvelope, stored.envelope)
    if (!envelope.success) return undefined
    try {
      const key = Buffer.from(await open(envelope.output, context(configuration), keys), 'base64')
      if (await keys.isOutdated(envelope.output)) {
        await table.merge(partition, configuration, await sealed(configuration, key), stored.etag)
      }
      return key
    } catch (error) {
      if (error instanceof CredentialsRefusedError) return undefined
      throw error
    }
  }

  /**
   * The key of an account; made on first use. One that cannot be opened any more is replaced: what was sealed under it
   * is lost, and registrants are then found at the provider again. Sealed under an older vault key, it is sealed again.
   */
  async function key(configuration: string): Promise<Uint8Array> {
    const stored = await table.get(StoredKey, partition, configuration)
    const found = stored && (await read(configuration, stored))
    if (found) return found
    const made = randomBytes(32)
    try {
      await table.put(partition, configuration, await sealed(configuration, made), stored?.etag ?? 'new')
      return made
    } catch (error) {
      // Another instance made it at the same time; the message comes back and finds it.
      throw error instanceof ConflictError ? new ConflictError('The registrant key was made meanwhile.') : error
    }
  }

  return {
    key,

    /** Seals and hashes the personal data of an account's registrants under its key. */
    cipher: async (configuration: string) => createRegistrantCipher(configuration, await key(configuration)),

    /** Destroys the key of an account. */
    remove: (configuration: string) => table.remove(partition, configuration),
  }
}

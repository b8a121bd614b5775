import * as v from 'valibot'
import { odata, type Stored, type Table } from '../core/table.ts'
import type { Credentials } from '../model/configuration.ts'
import { readable, Sealed } from './credential-store.ts'
import { Envelope, open, seal } from './envelope.ts'
import type { KeyRing } from './key-ring.ts'

const PendingRow = v.object({ provider: v.string(), clientId: v.string(), triedAt: v.date(), envelope: v.string() })
const PendingEnvelope = v.pipe(v.string(), v.parseJson(), Envelope)

/** Credentials that wait to be proven: what is known of them without opening them. */
export type Pending = Stored<v.InferOutput<typeof PendingRow>>
export type PendingCredentials = ReturnType<typeof createPendingCredentials>

const partition = 'pending'

/** Credentials that were typed and could not be proven yet, sealed: one set for a configuration at most. */
export function createPendingCredentials(table: Table, keys: KeyRing) {
  const context = (id: string) => `${partition}/${id}`

  return {
    /** Keeps what was typed, in place of what waited before. */
    async keep(id: string, credentials: Credentials, clientId: string, triedAt: Date) {
      const envelope = JSON.stringify(await seal(JSON.stringify(credentials), context(id), keys))
      await table.put(partition, id, { provider: credentials.provider, clientId, triedAt, envelope })
    },

    of: (id: string): Promise<Pending | undefined> => table.get(PendingRow, partition, id),

    /** @throws CredentialsRefused if the envelope does not open */
    async open({ row, envelope }: Pending): Promise<Credentials> {
      return readable(Sealed, await open(readable(PendingEnvelope, envelope), context(row), keys))
    },

    /** Notes an attempt to prove them. */
    async noteTry({ row }: Pending, triedAt: Date) {
      await table.merge(partition, row, { triedAt })
    },

    all: (): Promise<Pending[]> => Array.fromAsync(table.list(PendingRow, odata`PartitionKey eq ${partition}`)),

    /** Removes what waits (with an etag: that very version); true if there was anything. */
    remove: (id: string, etag?: string): Promise<boolean> => table.remove(partition, id, etag),
  }
}

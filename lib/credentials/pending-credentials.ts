import * as v from 'valibot'
import { odata, type Stored, type Table } from '../core/table.ts'
import type { Credentials } from '../model/configuration.ts'
import { nextGeneration } from '../rules/configurations/generation.ts'
import { Sealed } from './credential-store.ts'
import { Envelope, open, seal } from './envelope.ts'
import type { KeyRing } from './key-ring.ts'
import { readable, unreadable } from './readable.ts'

const PendingRow = v.object({
  provider: v.string(),
  clientId: v.string(),
  triedAt: v.date(),
  // The first release counted none; what it left counts as given before anything of this one.
  generation: v.optional(v.number(), nextGeneration()),
  envelope: v.string(),
})
const PendingEnvelope = v.pipe(v.string(), v.parseJson(), Envelope)

/** Credentials that wait to be proven: what is known of them without opening them. */
export type Pending = Stored<v.InferOutput<typeof PendingRow>>
export type PendingCredentials = ReturnType<typeof createPendingCredentials>

const partition = 'pending'

/** Credentials that were typed and could not be proven yet, sealed: one set for a configuration at most. */
export function createPendingCredentials(table: Table, keys: KeyRing) {
  const context = (id: string) => `${partition}/${id}`
  type Facts = Pick<Pending, 'provider' | 'clientId' | 'generation'>
  async function sealed(id: string, credentials: Credentials, { provider, clientId, generation }: Facts) {
    const bound = [provider, clientId, generation]
    return JSON.stringify(await seal(JSON.stringify(credentials), context(id), keys, bound))
  }

  const of = (id: string): Promise<Pending | undefined> => table.get(PendingRow, partition, id)

  /** @throws CredentialsRefused if the envelope does not open with the facts beside it */
  async function openPending({ row, envelope, provider, clientId, generation }: Pending): Promise<Credentials> {
    const found = readable(PendingEnvelope, envelope)
    const bound = [provider, clientId, generation]
    // The first release bound no facts, and counted no orders.
    if (found.v === 1 && generation !== nextGeneration()) throw unreadable()
    return readable(Sealed, await open(found, context(row), keys, found.v === 1 ? undefined : bound))
  }

  return {
    /** Keeps what was typed, in place of what waited before. */
    async keep(
      id: string,
      credentials: Credentials,
      { clientId, triedAt, generation }: Pick<Pending, 'clientId' | 'triedAt' | 'generation'>,
    ) {
      const facts = { provider: credentials.provider, clientId, generation }
      await table.put(partition, id, { ...facts, triedAt, envelope: await sealed(id, credentials, facts) })
    },

    of,

    open: openPending,

    /** Seals what waits under the newest key; false if there is nothing. @throws CredentialsRefused as `open` */
    async reseal(id: string): Promise<boolean> {
      const pending = await of(id)
      if (!pending) return false
      const envelope = await sealed(id, await openPending(pending), pending)
      return table.merge(partition, id, { generation: pending.generation, envelope }, pending.etag)
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

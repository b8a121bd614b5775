import * as v from 'valibot'
import { ConflictError, CredentialsRefusedError, ifConflict } from '../core/errors.ts'
import { type Columns, odata, type Table } from '../core/table.ts'
import { fromStored, toStored } from '../messages/stored.ts'
import { type Configuration, type Credentials, type Health, healthStates } from '../model/configuration.ts'
import { Envelope, open, seal } from './envelope.ts'
import { dropFence, orFence, putFence } from './fence.ts'
import type { KeyRing } from './key-ring.ts'

const KeptRow = v.object({
  provider: v.string(),
  region: v.optional(v.string()),
  clientId: v.string(),
  configuredAt: v.date(),
  termsAcceptedAt: v.date(),
  termsAcceptedBy: v.optional(v.string()),
  deleteCancelledWebinars: v.optional(v.boolean(), false),
  // A state that only a newer version knows is found out anew by the next call.
  healthStatus: v.fallback(v.picklist(healthStates), 'unhealthy'),
  healthMessage: v.pipe(v.string(), v.transform(fromStored)),
  healthCheckedAt: v.date(),
  lastMetricsUpdate: v.fallback(v.optional(v.date()), undefined),
  lastUsed: v.date(),
  generation: v.optional(v.number(), 0),
  envelope: v.string(),
})
const KeptOrFence = orFence(KeptRow)
const Before = v.object({
  generation: v.optional(v.number(), 0),
  lastMetricsUpdate: v.fallback(v.optional(v.date()), undefined),
})
const KeptEnvelope = v.pipe(v.string(), v.parseJson(), Envelope)
/** Opaque but for the provider's name: what the rest means is for the provider to read. */
export const Sealed = v.pipe(v.string(), v.parseJson(), v.objectWithRest({ provider: v.string() }, v.string()))

export type CredentialStore = ReturnType<typeof createCredentialStore>

const partition = 'configuration'

/** The credentials of all configurations, sealed; beside each what may be shown of it. */
export function createCredentialStore(table: Table, keys: KeyRing) {
  async function sealed(id: string, credentials: Credentials) {
    return JSON.stringify(seal(JSON.stringify(credentials), id, await keys.newest()))
  }

  async function read(id: string) {
    const row = await table.get(KeptOrFence, partition, id)
    return row && !('removed' in row) ? row : undefined
  }

  return {
    /** The generation of the last order about this account, for `keep`; 0 if there was none lately. */
    async generation(id: string): Promise<number> {
      return (await table.get(Before, partition, id))?.generation ?? 0
    },

    /**
     * Keeps proven credentials.
     * @param over the generation that was read before they were proven: a removal since then, or other credentials, is
     *   a `ConflictError`
     */
    async keep(
      id: string,
      credentials: Credentials,
      about: Pick<
        Configuration,
        'clientId' | 'terms' | 'health' | 'configuredAt' | 'deleteCancelledWebinars' | 'generation'
      >,
      over: number,
    ) {
      const { provider, region } = credentials
      const envelope = await sealed(id, credentials)
      for (;;) {
        const before = await table.get(Before, partition, id)
        if ((before?.generation ?? 0) !== over) throw new ConflictError('Credentials were given or removed in between.')
        const columns = {
          ...{ provider, region, clientId: about.clientId, configuredAt: about.configuredAt },
          lastUsed: about.configuredAt,
          termsAcceptedAt: about.terms.acceptedAt,
          termsAcceptedBy: about.terms.acceptedBy ?? undefined,
          deleteCancelledWebinars: about.deleteCancelledWebinars,
          ...healthColumns(about.health),
          lastMetricsUpdate: before?.lastMetricsUpdate,
          generation: about.generation,
          envelope,
        }
        // Health, or a use, may be noted at the same time.
        if (await table.put(partition, id, columns, before?.etag ?? 'new').catch(ifConflict)) return
      }
    },

    /**
     * The credentials, or undefined if none are kept. An envelope sealed under an older key is sealed again.
     * @throws CredentialsRefused if the envelope does not open
     */
    async credentials(id: string): Promise<Credentials | undefined> {
      const kept = await read(id)
      if (!kept) return undefined
      const envelope = readable(KeptEnvelope, kept.envelope)
      const credentials = readable(Sealed, open(envelope, id, await keys.version(envelope.kid)))
      const newest = await keys.newest()
      if (newest.version !== envelope.kid) {
        // Only over the version read: credentials given in between must not be undone. Missed once, the next use does it.
        await table.merge(partition, id, { envelope: await sealed(id, credentials) }, kept.etag)
      }
      return credentials
    },

    async configuration(id: string): Promise<Configuration | undefined> {
      const kept = await read(id)
      return kept && toConfiguration(kept)
    },

    async configurations(): Promise<Configuration[]> {
      const all: Configuration[] = []
      for await (const kept of table.list(KeptOrFence, odata`PartitionKey eq ${partition}`)) {
        if (!('removed' in kept)) all.push(toConfiguration(kept))
      }
      return all
    },

    /** Notes a metrics update or a use; a configuration that is gone stays gone. */
    async note(id: string, news: { lastMetricsUpdate: Date } | { lastUsed: Date }) {
      await table.merge(partition, id, news)
    },

    /** Notes the health; false if the configuration is gone, or changed since it had this etag. */
    noteHealth: (id: string, health: Health, etag: string) => table.merge(partition, id, healthColumns(health), etag),

    /** Removes credentials, and those that are being proven; true if there were any. */
    remove: (id: string) => putFence(table, partition, id),

    /** Forgets a removal before which nothing began that is still under way. */
    forgetRemoval: (id: string) => dropFence(table, partition, id),
  }
}

/** @throws CredentialsRefused if the text is not of the shape */
export function readable<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, text)
  if (parsed.success) return parsed.output
  throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_unreadable' })
}

function healthColumns({ status, message, checkedAt }: Health): Columns {
  return { healthStatus: status, healthMessage: toStored(message), healthCheckedAt: checkedAt }
}

function toConfiguration(kept: v.InferOutput<typeof KeptRow> & { row: string; etag: string }): Configuration {
  return {
    id: kept.row,
    provider: kept.provider,
    region: kept.region,
    clientId: kept.clientId,
    configuredAt: kept.configuredAt,
    terms: { acceptedAt: kept.termsAcceptedAt, acceptedBy: kept.termsAcceptedBy ?? null },
    deleteCancelledWebinars: kept.deleteCancelledWebinars,
    health: { status: kept.healthStatus, message: kept.healthMessage, checkedAt: kept.healthCheckedAt },
    lastMetricsUpdate: kept.lastMetricsUpdate ?? null,
    lastUsed: kept.lastUsed,
    generation: kept.generation,
    etag: kept.etag,
  }
}

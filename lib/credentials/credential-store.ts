import * as v from 'valibot'
import { CredentialsRefusedError } from '../core/errors.ts'
import { type Columns, odata, type Table } from '../core/table.ts'
import { fromStored, toStored } from '../messages/stored.ts'
import { type Configuration, type Credentials, type Health, healthStates } from '../model/configuration.ts'
import { Envelope, open, seal } from './envelope.ts'
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
  envelope: v.string(),
})
const KeptEnvelope = v.pipe(v.string(), v.parseJson(), Envelope)
/** Opaque but for the provider's name: what the rest means is for the provider to read. */
export const Sealed = v.pipe(v.string(), v.parseJson(), v.objectWithRest({ provider: v.string() }, v.string()))

export type CredentialStore = ReturnType<typeof createCredentialStore>

const partition = 'configuration'

/** The credentials of all configurations, sealed; beside each what may be shown of it. */
export function createCredentialStore(table: Table, keys: KeyRing) {
  async function sealed(id: string, credentials: Credentials) {
    return JSON.stringify(await seal(JSON.stringify(credentials), id, keys))
  }

  return {
    async keep(
      id: string,
      credentials: Credentials,
      about: Pick<Configuration, 'clientId' | 'terms' | 'health' | 'configuredAt' | 'deleteCancelledWebinars'>,
    ) {
      const { provider, region } = credentials
      const before = await table.get(v.pick(KeptRow, ['lastMetricsUpdate']), partition, id)
      await table.put(partition, id, {
        ...{ provider, region, clientId: about.clientId, configuredAt: about.configuredAt },
        lastUsed: about.configuredAt,
        termsAcceptedAt: about.terms.acceptedAt,
        termsAcceptedBy: about.terms.acceptedBy ?? undefined,
        deleteCancelledWebinars: about.deleteCancelledWebinars,
        ...healthColumns(about.health),
        lastMetricsUpdate: before?.lastMetricsUpdate,
        envelope: await sealed(id, credentials),
      })
    },

    /**
     * The credentials, or undefined if none are kept. An envelope sealed under an older key is sealed again.
     * @throws CredentialsRefused if the envelope does not open
     */
    async credentials(id: string): Promise<Credentials | undefined> {
      const kept = await table.get(KeptRow, partition, id)
      if (!kept) return undefined
      const envelope = readable(KeptEnvelope, kept.envelope)
      const credentials = readable(Sealed, await open(envelope, id, keys))
      if (await keys.isOutdated(envelope)) {
        // Only over the version read: credentials given in between must not be undone. Missed once, the next use does it.
        await table.merge(partition, id, { envelope: await sealed(id, credentials) }, kept.etag)
      }
      return credentials
    },

    async configuration(id: string): Promise<Configuration | undefined> {
      const kept = await table.get(KeptRow, partition, id)
      return kept && toConfiguration(kept)
    },

    async configurations(): Promise<Configuration[]> {
      const all: Configuration[] = []
      for await (const kept of table.list(KeptRow, odata`PartitionKey eq ${partition}`)) all.push(toConfiguration(kept))
      return all
    },

    /** Notes a metrics update or a use; a configuration that is gone stays gone. */
    async note(id: string, news: { lastMetricsUpdate: Date } | { lastUsed: Date }) {
      await table.merge(partition, id, news)
    },

    /** Notes the health; false if the configuration is gone, or changed since it had this etag. */
    noteHealth: (id: string, health: Health, etag: string) => table.merge(partition, id, healthColumns(health), etag),

    /** True if there were credentials to remove. */
    remove: (id: string) => table.remove(partition, id),
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
    etag: kept.etag,
  }
}

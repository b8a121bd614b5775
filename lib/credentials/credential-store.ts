import * as v from 'valibot'
import { ConflictError, ifConflict } from '../core/errors.ts'
import { odata, type Table } from '../core/table.ts'
import type { AccountRecord, Configuration, Credentials, Health } from '../model/configuration.ts'
import { Envelope, open, seal } from './envelope.ts'
import { dropFence, putFence } from './fence.ts'
import { boundOf, type Facts, healthColumns, KeptOrFence, toConfiguration, toRecord } from './kept-row.ts'
import type { KeyRing } from './key-ring.ts'
import { readable, unreadable } from './readable.ts'

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
  async function sealed(id: string, credentials: Credentials, facts: Facts) {
    return JSON.stringify(await seal(JSON.stringify(credentials), id, keys, boundOf(facts)))
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
      const facts = {
        ...{ provider: credentials.provider, region: credentials.region, clientId: about.clientId },
        ...{ configuredAt: about.configuredAt, termsAcceptedAt: about.terms.acceptedAt },
        termsAcceptedBy: about.terms.acceptedBy ?? undefined,
        ...{ deleteCancelledWebinars: about.deleteCancelledWebinars, generation: about.generation },
      }
      const envelope = await sealed(id, credentials, facts)
      for (;;) {
        const before = await table.get(Before, partition, id)
        if ((before?.generation ?? 0) !== over) throw new ConflictError('Credentials were given or removed in between.')
        const columns = {
          ...facts,
          ...healthColumns(about.health),
          ...{ lastUsed: about.configuredAt, lastMetricsUpdate: before?.lastMetricsUpdate, envelope },
        }
        // Health, or a use, may be noted at the same time.
        if (await table.put(partition, id, columns, before?.etag ?? 'new').catch(ifConflict)) return
      }
    },

    /**
     * The account with its credentials, or undefined if none are kept. An envelope sealed under an older key is sealed
     * again; one of the first release, too, with the facts that stand beside it.
     * @param least the generation of the last order that CRM tells of
     * @throws CredentialsRefused if the envelope is older than that, or does not open with the facts beside it
     */
    async open(id: string, least: number): Promise<(Configuration & { credentials: Credentials }) | undefined> {
      const kept = await read(id)
      if (!kept) return undefined
      const envelope = readable(KeptEnvelope, kept.envelope)
      // The first release bound no facts and counted no orders, whatever stands there.
      const isBound = envelope.v === 2
      if (isBound ? kept.generation < least : least > 0) {
        throw unreadable(`the envelope of configuration ${id} is older than generation ${least}`)
      }
      const credentials = readable(Sealed, await open(envelope, id, keys, isBound ? boundOf(kept) : undefined))
      const facts = { ...kept, generation: isBound ? kept.generation : 1 }
      if (!isBound || (await keys.isOutdated(envelope))) {
        // Only over the version read: credentials given in between must not be undone. Missed once, the next use does it.
        const columns = { generation: facts.generation, envelope: await sealed(id, credentials, facts) }
        if (!(await table.merge(partition, id, columns, kept.etag))) facts.generation = isBound ? kept.generation : 0
      }
      return { ...toConfiguration(facts), credentials }
    },

    /** The part of an account that needs no opening, for which nobody vouches. */
    async configuration(id: string): Promise<AccountRecord | undefined> {
      const kept = await read(id)
      return kept && toRecord(kept)
    },

    /** The same of all accounts. */
    async configurations(): Promise<AccountRecord[]> {
      const all: AccountRecord[] = []
      for await (const kept of table.list(KeptOrFence, odata`PartitionKey eq ${partition}`)) {
        if (!('removed' in kept)) all.push(toRecord(kept))
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

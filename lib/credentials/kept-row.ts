import * as v from 'valibot'
import type { Columns, Stored } from '../core/table.ts'
import { fromStored, toStored } from '../messages/stored.ts'
import { type AccountRecord, type Configuration, type Health, healthStates } from '../model/configuration.ts'
import type { Bound } from './envelope.ts'
import { orFence } from './fence.ts'

/** Kept credentials, sealed, and what is known beside them. */
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
export const KeptOrFence = orFence(KeptRow)
export type Facts = Pick<
  v.InferOutput<typeof KeptRow>,
  | 'provider'
  | 'region'
  | 'clientId'
  | 'configuredAt'
  | 'termsAcceptedAt'
  | 'termsAcceptedBy'
  | 'deleteCancelledWebinars'
  | 'generation'
>

export function healthColumns({ status, message, checkedAt }: Health): Columns {
  return { healthStatus: status, healthMessage: toStored(message), healthCheckedAt: checkedAt }
}

/** All of the row that is shown or decided from: the envelope is bound to it. Health and times of use only tell when to ask. */
export function boundOf(facts: Facts): Bound {
  return [
    ...[facts.provider, facts.region ?? null, facts.clientId, facts.configuredAt.toISOString()],
    ...[facts.termsAcceptedAt.toISOString(), facts.termsAcceptedBy ?? null],
    ...[facts.deleteCancelledWebinars, facts.generation],
  ]
}

export function toRecord(kept: Stored<v.InferOutput<typeof KeptRow>>): AccountRecord {
  return {
    id: kept.row,
    provider: kept.provider,
    clientId: kept.clientId,
    health: { status: kept.healthStatus, message: kept.healthMessage, checkedAt: kept.healthCheckedAt },
    lastMetricsUpdate: kept.lastMetricsUpdate ?? null,
    lastUsed: kept.lastUsed,
    etag: kept.etag,
  }
}

export function toConfiguration(kept: Stored<v.InferOutput<typeof KeptRow>>): Configuration {
  return {
    ...toRecord(kept),
    region: kept.region,
    configuredAt: kept.configuredAt,
    terms: { acceptedAt: kept.termsAcceptedAt, acceptedBy: kept.termsAcceptedBy ?? null },
    deleteCancelledWebinars: kept.deleteCancelledWebinars,
    generation: kept.generation,
  }
}

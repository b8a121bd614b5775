import * as v from 'valibot'
import type { Health } from '../model/configuration.ts'
import type { ConfigurationRow } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { options } from './tables.ts'

const set = 'msevtmgt_webinarconfigurations'
const OptionalText = v.pipe(
  v.optional(v.nullable(v.string()), null),
  v.transform((value) => value?.trim() ?? ''),
)

const Row = v.pipe(
  v.object({
    '@odata.etag': v.optional(v.string(), '*'),
    msevtmgt_webinarconfigurationid: v.string(),
    statecode: v.number(),
    msevtmgt_clientid: OptionalText,
    msevtmgt_accesstokenkey: OptionalText,
    msevtmgt_accesstokensecret: OptionalText,
    _msevtmgt_webinarproviderid_value: v.optional(v.nullable(v.string()), null),
    msevtmgt_WebinarProviderId: v.optional(v.nullable(v.object({ msevtmgt_name: OptionalText })), null),
  }),
  v.transform(
    (row): ConfigurationRow => ({
      id: row.msevtmgt_webinarconfigurationid,
      active: row.statecode === 0,
      providerName: row.msevtmgt_WebinarProviderId?.msevtmgt_name || undefined,
      providerRow: row._msevtmgt_webinarproviderid_value ?? undefined,
      clientId: row.msevtmgt_clientid,
      accessTokenKey: row.msevtmgt_accesstokenkey,
      accessTokenSecret: row.msevtmgt_accesstokensecret,
      etag: row['@odata.etag'],
    }),
  ),
)

/** What the connector says on a configuration row; a part left out stays as it is. */
export type ConfigurationPatch = {
  /** Whether credentials are in force: `expired` when the provider no longer takes those that are kept. */
  authorized?: 'yes' | 'no' | 'expired'
  status?: Health['status']
  message?: string
  metricsAt?: Date
  clientId?: string | null
  /** Empties the two columns that hold secrets. */
  blankSecrets?: boolean
}

export type Configurations = ReturnType<typeof createConfigurations>

/** Webinar configurations: one row an account at a provider. */
export function createConfigurations(dataverse: Dataverse) {
  return {
    /** One configuration row, or undefined if it is not there. */
    configurationRow(id: string): Promise<ConfigurationRow | undefined> {
      return dataverse.row(Row, set, id, {
        select: Object.keys(Row.pipe[0].entries).filter((column) => !/^@|^msevtmgt_WebinarProviderId$/.test(column)),
        expand: 'msevtmgt_WebinarProviderId($select=msevtmgt_name)',
      })
    },

    /** Writes on a row that is there. With an etag only if nobody wrote in between (else `Conflict`). */
    async writeConfiguration(id: string, news: ConfigurationPatch, etag?: string) {
      await dataverse.update(
        set,
        id,
        {
          ...(news.authorized && { msevtmgt_authorized: authorized[news.authorized] }),
          ...(news.status && { msevtmgt_providerservicestatus: options.serviceStatus[news.status] }),
          ...(news.message !== undefined && { msevtmgt_message: news.message }),
          ...(news.metricsAt && { msevtmgt_lastupdatedatetime: news.metricsAt.toISOString() }),
          ...(news.clientId !== undefined && { msevtmgt_clientid: news.clientId }),
          ...(news.blankSecrets && { msevtmgt_accesstokenkey: null, msevtmgt_accesstokensecret: null }),
        },
        etag === undefined ? {} : { etag },
      )
    },
  }
}

const authorized = {
  yes: options.authorized.yes,
  no: options.authorized.no,
  expired: options.authorized.tokenExpired,
}

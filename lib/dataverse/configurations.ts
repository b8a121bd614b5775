import type { Health } from '../model/configuration.ts'
import type { ConfigurationRow } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { options } from './options.ts'
import { mapped, maybeRelated, select } from './selection.ts'
import { tables } from './tables.ts'

const configuration = mapped(
  select(
    tables.configuration,
    [
      'id',
      'statecode',
      'msevtmgt_clientid',
      'msevtmgt_accesstokenkey',
      'msevtmgt_accesstokensecret',
      'msevtmgt_accesstoken',
      '_msevtmgt_webinarproviderid_value',
      '_modifiedby_value',
    ],
    { provider: maybeRelated('msevtmgt_WebinarProviderId', select(tables.webinarProvider, ['msevtmgt_name'])) },
  ),
  (row): ConfigurationRow => ({
    id: row.id,
    active: row.statecode === 0,
    providerName: row.provider?.msevtmgt_name || undefined,
    providerRow: row._msevtmgt_webinarproviderid_value ?? undefined,
    clientId: row.msevtmgt_clientid,
    accessTokenKey: row.msevtmgt_accesstokenkey,
    accessTokenSecret: row.msevtmgt_accesstokensecret,
    generation: Number(/^generation (\d{1,9})$/.exec(row.msevtmgt_accesstoken)?.[1] ?? 0),
    modifiedBy: row._modifiedby_value ?? undefined,
    etag: row.etag,
  }),
)

/** Values that the connector writes on a configuration row. A part left out stays as it is. */
export type ConfigurationPatch = {
  /** Whether credentials are in force: `expired` when the provider no longer takes those that are kept. */
  authorized?: 'yes' | 'no' | 'expired'
  status?: Health['status']
  message?: string
  metricsAt?: Date
  clientId?: string | null
  /** Empties the two columns that hold secrets. */
  blankSecrets?: boolean
  /** Of the last order about the account. */
  generation?: number
}

export type Configurations = ReturnType<typeof createConfigurations>

/** Webinar configurations: one row an account at a provider. */
export function createConfigurations(dataverse: Dataverse) {
  return {
    /** One configuration row, or undefined if it is not there. */
    configurationRow(id: string): Promise<ConfigurationRow | undefined> {
      return dataverse.row(configuration, id)
    },

    /**
     * Writes on a row that is there; answers its version. With an etag only if nobody wrote in between (else
     * `ConflictError`).
     */
    writeConfiguration(id: string, news: ConfigurationPatch, etag = '*'): Promise<string> {
      return dataverse.updateVersion(
        tables.configuration,
        id,
        {
          ...(news.authorized && { msevtmgt_authorized: authorized[news.authorized] }),
          ...(news.status && { msevtmgt_providerservicestatus: options.serviceStatus[news.status] }),
          ...(news.message !== undefined && { msevtmgt_message: news.message }),
          ...(news.metricsAt && { msevtmgt_lastupdatedatetime: news.metricsAt.toISOString() }),
          ...(news.clientId !== undefined && { msevtmgt_clientid: news.clientId }),
          ...(news.generation !== undefined && { msevtmgt_accesstoken: `generation ${news.generation}` }),
          ...(news.blankSecrets && { msevtmgt_accesstokenkey: null, msevtmgt_accesstokensecret: null }),
        },
        etag,
      )
    },
  }
}

const authorized = {
  yes: options.authorized.yes,
  no: options.authorized.no,
  expired: options.authorized.tokenExpired,
}

import type { UserMessage } from '../../messages/message.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { ConfigurationRow } from '../../model/crm.ts'
import type { Provider } from '../../model/provider.ts'

/** What an administrator's row asks for. */
export type ConfigurationAction =
  | { do: 'keep' }
  | { do: 'remove' }
  | { do: 'say'; messages: readonly [UserMessage, ...UserMessage[]] }
  | { do: 'nothing' }

/**
 * Decides by the row as it stands and what is kept. Secrets on the row are new ones: the connector blanks those it has
 * dealt with.
 * @param written the code of what was last written on the row
 */
export function configurationAction(
  row: ConfigurationRow | undefined,
  kept: Configuration | undefined,
  written: string | undefined,
  provider: Pick<Provider, 'name' | 'title'>,
): ConfigurationAction {
  const removed: ConfigurationAction = kept ? { do: 'remove' } : { do: 'nothing' }
  if (!row || unsupportedReason(row, provider)) return removed
  const { clientId, accessTokenKey, accessTokenSecret } = row
  const typed = accessTokenKey !== '' || accessTokenSecret !== ''
  if (!clientId && !typed) return removed
  if (clientId && accessTokenKey && accessTokenSecret) return { do: 'keep' }
  // Another client id without secrets is what remains of credentials that were not taken, and the row says so.
  const explained = kept !== undefined && written === keptInForce(kept).code
  if (!typed && (!kept || kept.clientId === clientId || explained)) return { do: 'nothing' }
  const missing = [
    !clientId && 'client_id',
    !accessTokenKey && 'access_token_key',
    !accessTokenSecret && 'access_token_secret',
  ] as const
  const incomplete = { code: 'credentials_incomplete', missing: missing.filter((name) => name !== false) } as const
  return { do: 'say', messages: kept ? [incomplete, keptInForce(kept)] : [incomplete] }
}

/** Why this row gets no webinars from this provider, whatever is typed there; undefined if it does. */
export function unsupportedReason(
  row: ConfigurationRow,
  { name, title }: Pick<Provider, 'name' | 'title'>,
): UserMessage | undefined {
  if (!row.active) return { code: 'configuration_inactive' }
  if (row.providerName === undefined || plain(row.providerName) === name) return undefined
  return { code: 'other_provider', provider: title }
}

/** The end of what is said of credentials that were not taken while others are kept. */
export function keptInForce({ clientId }: Pick<Configuration, 'clientId'>): UserMessage {
  return { code: 'kept_in_force', clientId }
}

function plain(name: string) {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

import type { Configuration } from '../../model/configuration.ts'
import type { ConfigurationRow } from '../../model/crm.ts'

/** What an administrator's row asks for. */
export type ConfigurationAction = { do: 'keep' } | { do: 'remove' } | { do: 'say'; message: string } | { do: 'nothing' }

/**
 * Decides by the row as it stands and what is kept. Secrets on the row are new ones: the connector blanks those it has
 * dealt with.
 */
export function configurationAction(
  row: ConfigurationRow | undefined,
  kept: Configuration | undefined,
  provider: string,
): ConfigurationAction {
  const removed: ConfigurationAction = kept ? { do: 'remove' } : { do: 'nothing' }
  if (!row || unsupportedReason(row, provider)) return removed
  const { clientId, accessTokenKey, accessTokenSecret } = row
  const typed = accessTokenKey !== '' || accessTokenSecret !== ''
  if (!clientId && !typed) return removed
  if (clientId && accessTokenKey && accessTokenSecret) return { do: 'keep' }
  if (!typed && (!kept || kept.clientId === clientId || row.message.endsWith(keptCredentialsNote(kept))))
    return { do: 'nothing' }
  const missing = [
    !clientId && 'the client id',
    !accessTokenKey && 'the access token key',
    !accessTokenSecret && 'the access token secret',
  ].filter((field) => field !== false)
  return { do: 'say', message: `Enter ${missing.join(' and ')} too.${kept ? keptCredentialsNote(kept) : ''}` }
}

/** Why this row gets no webinars from this provider, whatever is typed there; undefined if it does. */
export function unsupportedReason(row: ConfigurationRow, provider: string): string | undefined {
  if (!row.active) return 'The configuration is deactivated in CRM; activate it first.'
  if (row.providerName === undefined || plain(row.providerName) === provider) return undefined
  return 'The configuration belongs to another webinar provider in CRM.'
}

/** The end of what is said of credentials that were not taken while others are kept. */
export function keptCredentialsNote({ clientId }: Pick<Configuration, 'clientId'>): string {
  return ` The credentials of client ${clientId} stay in force.`
}

function plain(name: string) {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

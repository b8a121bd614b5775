import type { Configuration, Credentials } from '../../model/configuration.ts'
import type { ConfigurationRow } from '../../model/crm.ts'
import type { CredentialField, Provider } from '../../model/provider.ts'
import { providerNameOf } from './provider-of.ts'

/** What an administrator's row asks for. */
export type ConfigurationAction = { do: 'keep' } | { do: 'remove' } | { do: 'say'; message: string } | { do: 'nothing' }

/**
 * Decides by the row as it stands and what is kept. Secrets on the row are new ones: the connector blanks those it has
 * dealt with.
 * @param provider the row's; undefined if it is none of ours
 */
export function configurationAction(
  row: ConfigurationRow | undefined,
  kept: Configuration | undefined,
  provider: Pick<Provider, 'name' | 'title' | 'fields'> | undefined,
): ConfigurationAction {
  const removed: ConfigurationAction = kept ? { do: 'remove' } : { do: 'nothing' }
  if (!row || !provider || unsupportedReason(row, provider)) return removed
  if (kept && kept.provider !== provider.name) return removed
  const { clientId } = row
  const typed = row.accessTokenKey !== '' || row.accessTokenSecret !== ''
  if (!clientId && !typed) return removed
  const missing = provider.fields.filter((field) => !typedValue(row, field))
  if (!missing.length) return { do: 'keep' }
  if (!typed && (!kept || kept.clientId === clientId || row.message.endsWith(keptCredentialsNote(kept))))
    return { do: 'nothing' }
  const wanted = missing.every(({ column }) => column)
    ? `Enter ${missing.map(({ title }) => `the ${title}`).join(' and ')} too.`
    : `The credentials of ${provider.title} do not fit here; send them to the connector’s API.`
  return { do: 'say', message: `${wanted}${kept ? keptCredentialsNote(kept) : ''}` }
}

/** What is typed into a row, by the names of the provider's fields. */
export function typedCredentials(
  row: ConfigurationRow,
  { name, fields }: Pick<Provider, 'name' | 'fields'>,
): Credentials {
  return { provider: name, ...Object.fromEntries(fields.map((field) => [field.name, typedValue(row, field)])) }
}

/** The account that credentials are for, as a configuration row names it. */
export function accountIn(credentials: Credentials, { fields }: Pick<Provider, 'fields'>): string {
  const field = fields.find(({ column }) => column === 'clientId')
  return (field && credentials[field.name]) ?? ''
}

/** Why this row gets no webinars from this provider, whatever is typed there; undefined if it does. */
export function unsupportedReason(row: ConfigurationRow, { name }: Pick<Provider, 'name'>): string | undefined {
  if (!row.active) return 'The configuration is deactivated in CRM; activate it first.'
  if (row.providerName === undefined || providerNameOf(row.providerName) === name) return undefined
  return 'The configuration belongs to another webinar provider in CRM.'
}

/** The end of what is said of credentials that were not taken while others are kept. */
export function keptCredentialsNote({ clientId }: Pick<Configuration, 'clientId'>): string {
  return ` The credentials of client ${clientId} stay in force.`
}

function typedValue(row: ConfigurationRow, { column }: CredentialField) {
  return column ? row[column] : ''
}

import type { UserMessage } from '../../messages/message.ts'
import type { AccountRecord, Credentials } from '../../model/configuration.ts'
import type { ConfigurationRow } from '../../model/crm.ts'
import type { CredentialField, Provider } from '../../model/provider.ts'
import { providerNameOf } from './provider-of.ts'

/** The step that an administrator's row asks for. */
export type ConfigurationAction =
  | { do: 'keep' }
  | { do: 'prove' }
  | { do: 'remove' }
  | { do: 'blank' }
  | { do: 'say'; messages: readonly [UserMessage, ...UserMessage[]] }
  | { do: 'nothing' }

/**
 * Decides by the row as it stands and what is kept. Secrets on the row are new ones: the connector blanks those it has
 * dealt with.
 * @param pending what was typed before and waits to be proven
 * @param written the code of what was last written on the row
 * @param provider the row's; undefined if it is none of ours
 */
export function configurationAction(
  row: ConfigurationRow | undefined,
  kept: AccountRecord | undefined,
  written: string | undefined,
  provider: Pick<Provider, 'name' | 'title' | 'fields'> | undefined,
  pending?: { provider: string; clientId: string },
): ConfigurationAction {
  const typed = row !== undefined && (row.accessTokenKey !== '' || row.accessTokenSecret !== '')
  // Nobody will take what stands on a row that is switched off. What is another provider's is left to it.
  const left: ConfigurationAction = provider && typed && !row.active ? { do: 'blank' } : { do: 'nothing' }
  const removed: ConfigurationAction = kept || pending ? { do: 'remove' } : left
  if (!row || !provider || unsupportedReason(row, provider)) return removed
  if (kept && kept.provider !== provider.name) return removed
  const { clientId } = row
  if (!clientId && !typed) return removed
  const missing = provider.fields.filter((field) => !typedValue(row, field))
  if (!missing.length) return { do: 'keep' }
  if (!typed && pending?.provider === provider.name && pending.clientId === clientId) return { do: 'prove' }
  // Another client id without secrets is what remains of credentials that were not taken, and the row says so.
  const explained = kept !== undefined && written === keptInForce(kept).code
  if (!typed && !pending && (!kept || kept.clientId === clientId || explained)) return { do: 'nothing' }
  const wanted: UserMessage = missing.every(({ column }) => column)
    ? { code: 'credentials_incomplete', missing: missing.map(({ name }) => name) }
    : { code: 'credentials_by_api', provider: provider.title }
  return { do: 'say', messages: kept ? [wanted, keptInForce(kept)] : [wanted] }
}

/** Whether two versions of a row ask for the same, whatever else was changed. */
export function isSameRequest(one: ConfigurationRow, other: ConfigurationRow): boolean {
  const asked = ({ active, providerRow, clientId, accessTokenKey, accessTokenSecret }: ConfigurationRow) =>
    JSON.stringify([active, providerRow, clientId, accessTokenKey, accessTokenSecret])
  return asked(one) === asked(other)
}

/** Credentials typed into a row, by the names of the provider's fields. */
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
export function unsupportedReason(
  row: ConfigurationRow,
  { name, title }: Pick<Provider, 'name' | 'title'>,
): UserMessage | undefined {
  if (!row.active) return { code: 'configuration_inactive' }
  if (row.providerName === undefined || providerNameOf(row.providerName) === name) return undefined
  return { code: 'other_provider', provider: title }
}

/** Why credentials of this client are not taken for the row by a call; undefined if they are: an administrator named it there. */
export function otherClientReason(row: Pick<ConfigurationRow, 'clientId'>, clientId: string): UserMessage | undefined {
  if (row.clientId === clientId) return undefined
  return { code: row.clientId ? 'client_id_differs' : 'client_id_missing' }
}

/** The end of what is said of credentials that were not taken while others are kept. */
export function keptInForce({ clientId }: Pick<AccountRecord, 'clientId'>): UserMessage {
  return { code: 'kept_in_force', clientId }
}

function typedValue(row: ConfigurationRow, { column }: CredentialField) {
  return column ? row[column] : ''
}

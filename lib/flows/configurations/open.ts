import { ifConflict } from '../../core/errors.ts'
import type { Configuration, Credentials } from '../../model/configuration.ts'
import { unsupportedReason } from '../../rules/configurations/configuration-action.ts'
import type { Services } from '../../services.ts'

/** An account with its credentials, as they were sealed. */
export type OpenedConfiguration = Configuration & { credentials: Credentials }
export type Needed = Pick<Services, 'crm' | 'credentialStore' | 'providers'>

/**
 * An account as it was sealed last, if its row in CRM still asks for it; undefined if not, or if nothing is kept.
 *
 * The row carries the generation of the last order. Who may write the app's tables, but not CRM, can put an older
 * envelope back and cannot turn that back, so the envelope is refused. A counter in Key Vault would do the same, but the
 * app would need the right to write secrets there, where its key is; on the row it writes anyway. While CRM is out no
 * account is opened: then there is no work for one either.
 * @throws CredentialsRefused if the envelope is older than the last order, or does not open
 */
export async function openConfiguration(
  id: string,
  { crm, credentialStore, providers }: Needed,
): Promise<OpenedConfiguration | undefined> {
  const kept = await credentialStore.configuration(id)
  if (!kept) return undefined
  const row = await crm.configurationRow(id)
  const provider = providers.get(kept.provider)
  if (!row?.clientId || (provider && unsupportedReason(row, provider))) return undefined
  const opened = await credentialStore.open(id, row.generation)
  if (opened && opened.generation > row.generation) {
    // Of the first release, or the app ended before it said so there. Lost to another writer, the next use does it.
    await crm.writeConfiguration(id, { generation: opened.generation }, row.etag).catch(ifConflict)
  }
  return opened
}

import { NotFound } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import { configurationView } from '../../rules/configurations/configuration-view.ts'

type Neighbours = { store: Pick<CredentialStore, 'configuration' | 'configurations'> }

/** The public view of every configuration that has credentials. */
export async function listConfigurations({ store }: Neighbours) {
  return { configurations: (await store.configurations()).map(configurationView) }
}

/** @throws NotFound if no credentials are kept for this configuration */
export async function showConfiguration(id: string, { store }: Neighbours) {
  const configuration = await store.configuration(id)
  if (!configuration) throw new NotFound('No credentials are kept for this webinar configuration.')
  return configurationView(configuration)
}

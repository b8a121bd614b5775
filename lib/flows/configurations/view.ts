import { NotFoundError } from '../../core/errors.ts'
import { configurationView } from '../../rules/configurations/configuration-view.ts'
import type { Services } from '../../services.ts'

/** The public view of every configuration that has credentials. */
export async function listConfigurations({ credentialStore }: Pick<Services, 'credentialStore'>) {
  return { configurations: (await credentialStore.configurations()).map(configurationView) }
}

/** @throws NotFound if no credentials are kept for this configuration */
export async function viewConfiguration(id: string, { credentialStore }: Pick<Services, 'credentialStore'>) {
  const configuration = await credentialStore.configuration(id)
  if (!configuration) throw new NotFoundError('No credentials are kept for this webinar configuration.')
  return configurationView(configuration)
}

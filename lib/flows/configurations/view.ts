import { NotFoundError } from '../../core/errors.ts'
import { configurationView } from '../../rules/configurations/configuration-view.ts'
import type { Services } from '../../services.ts'

/** The public view of every configuration that has credentials. */
export async function listConfigurations({
  credentialStore,
  language,
}: Pick<Services, 'credentialStore' | 'language'>) {
  const all = await credentialStore.configurations()
  const spoken = await language()
  return { configurations: all.map((one) => configurationView(one, spoken)) }
}

/** @throws NotFound if no credentials are kept for this configuration */
export async function viewConfiguration(
  id: string,
  { credentialStore, language }: Pick<Services, 'credentialStore' | 'language'>,
) {
  const configuration = await credentialStore.configuration(id)
  if (!configuration) throw new NotFoundError({ code: 'credentials_not_kept' })
  return configurationView(configuration, await language())
}

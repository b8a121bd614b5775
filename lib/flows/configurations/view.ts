import pLimit from 'p-limit'
import { AppError, NotFoundError } from '../../core/errors.ts'
import type { AccountRecord } from '../../model/configuration.ts'
import { configurationView, recordView } from '../../rules/configurations/configuration-view.ts'
import type { Services } from '../../services.ts'
import { healthOf } from './health.ts'
import { type Needed, openConfiguration } from './open.ts'

const openedAtOnce = 8

/** The public view of every configuration that has credentials. */
export async function listConfigurations(services: Needed & Pick<Services, 'language' | 'now'>) {
  const all = await services.credentialStore.configurations()
  const views = await pLimit(openedAtOnce).map(all, (one) => view(one, services))
  return { configurations: views.filter((one) => one !== undefined) }
}

/** @throws NotFound if no credentials are in force for this configuration */
export async function viewConfiguration(id: string, services: Needed & Pick<Services, 'language' | 'now'>) {
  const known = await services.credentialStore.configuration(id)
  const found = known && (await view(known, services))
  if (!found) throw new NotFoundError({ code: 'credentials_not_kept' })
  return found
}

/** Of an account that cannot be opened now nothing is shown but why: somebody may have changed the rest. */
async function view(known: AccountRecord, services: Needed & Pick<Services, 'language' | 'now'>) {
  const language = await services.language()
  try {
    const opened = await openConfiguration(known.id, services)
    return opened && configurationView(opened, language)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return recordView({ ...known, health: healthOf(error, services.now()) }, language)
  }
}

import type { TokenCredential } from '@azure/identity'
import { tokenFor } from './azure.ts'
import type { Config } from './config.ts'
import type { Table } from './core/table.ts'
import { watchedTables } from './dataverse/changes.ts'
import { createDataverse } from './dataverse/client.ts'
import { createOrganization } from './dataverse/organization.ts'
import { createOwnOrganization } from './flows/operations/own-organization.ts'
import { createBreakers } from './stores/breakers.ts'
import { createCursors } from './stores/cursors.ts'
import { createStorageClock } from './stores/storage-clock.ts'

/** Dataverse, for the one environment that the app serves: in another one no call is made. */
export function openDataverse(
  config: Pick<Config, 'dataverseUrl' | 'organizationId'>,
  identity: TokenCredential,
  table: (name: string) => Table,
  now: () => Date,
) {
  const clock = createStorageClock(table('turns'))
  const breakers = createBreakers(table('turns'), clock)
  const token = () => tokenFor(identity, config.dataverseUrl)
  const breaker = breakers.breakerOf('Dataverse', config.dataverseUrl)
  const organization = createOrganization(createDataverse(config.dataverseUrl, token, breaker))
  const cursors = createCursors(table('cursors'), now)
  const own = createOwnOrganization(
    { url: config.dataverseUrl, meant: config.organizationId },
    { ...organization, cursors, watchedTables },
  )
  const ownToken = async () => {
    await own.ensureOwnOrganization()
    return token()
  }
  const dataverse = createDataverse(config.dataverseUrl, ownToken, breaker)
  return { clock, breakers, organization, cursors, own, dataverse }
}

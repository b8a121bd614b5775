import { AppError, CredentialsRefused } from '../base/errors.ts'
import type { Configurations } from '../dataverse/configurations.ts'
import type { WebinarTypes } from '../dataverse/webinar-types.ts'
import { webinarTypeId } from '../rules/webinar-type-id.ts'
import type { Cursors } from '../state/cursors.ts'
import type { CredentialStore } from '../vault/credential-store.ts'
import type { WebinarAccount } from '../webinar/provider.ts'

export type Neighbours = {
  crm: WebinarTypes & Pick<Configurations, 'configurationRow'>
  cursors: Pick<Cursors, 'cursor' | 'setCursor'>
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  now(): Date
}

const day = 24 * 60 * 60 * 1000

/** Under this name it is kept when an account’s types were last shown. */
export function typesCursor(configuration: string) {
  return `types ${configuration}`
}

/**
 * Shows on the form of events what types of webinars an account can hold. Nobody waits for it: where it fails, the next
 * sweep has it done.
 */
export async function syncWebinarTypes(configuration: string, { crm, cursors, accountFor, now }: Neighbours) {
  try {
    const row = await crm.configurationRow(configuration)
    const account = row?.active ? await accountFor(configuration) : undefined
    if (!account) return 'left alone'
    // Many tokens may hold webinars but not read this list; then the types stay as somebody typed them.
    const types = await account.types().catch((error: unknown) => {
      if (error instanceof CredentialsRefused && error.status === 'forbidden') return undefined
      throw error
    })
    const rows = types?.map((type) => ({ ...type, id: webinarTypeId(configuration, type.value) }))
    const written = rows ? await crm.writeWebinarTypes(configuration, rows) : 0
    await cursors.setCursor(typesCursor(configuration), now().toISOString())
    return types ? { types: types.length, written } : 'hidden'
  } catch (error) {
    if (error instanceof AppError) return 'left for the sweep'
    throw error
  }
}

/** Types that an account gained or lost are shown within a day. */
export async function refreshOldTypes({
  store,
  cursors,
  refreshTypes,
  now,
}: Pick<Neighbours, 'cursors' | 'now'> & {
  store: Pick<CredentialStore, 'configurations'>
  refreshTypes(configuration: string): Promise<void>
}) {
  let queued = 0
  for (const { id } of await store.configurations()) {
    const last = Date.parse((await cursors.cursor(typesCursor(id))) ?? '')
    if (now().getTime() - last < day) continue
    await refreshTypes(id)
    queued += 1
  }
  return queued
}

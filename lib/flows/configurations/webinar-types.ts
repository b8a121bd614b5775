import { AppError } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { Configurations } from '../../dataverse/configurations.ts'
import type { WebinarTypes } from '../../dataverse/webinar-types.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { isLanguage, languageRows, typeRows } from '../../rules/webinars/webinar-type-rows.ts'
import type { Cursors } from '../../stores/cursors.ts'

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
 * Shows on the form of events what types of webinars an account can hold, and in which languages. Nobody waits for it:
 * where it fails, the next sweep has it done.
 */
export async function syncWebinarTypes(configuration: string, { crm, cursors, accountFor, now }: Neighbours) {
  try {
    const row = await crm.configurationRow(configuration)
    const account = row?.active ? await accountFor(configuration) : undefined
    if (!account) return 'left alone'
    // A list that cannot be read leaves the rows as somebody typed them.
    const types = await account.types()
    const languages = await account.languages()
    let written = 0
    if (types) written += await crm.writeWebinarTypes(configuration, typeRows(configuration, types), isType)
    if (languages) {
      written += await crm.writeWebinarTypes(configuration, languageRows(configuration, languages), isLanguage)
    }
    await cursors.setCursor(typesCursor(configuration), now().toISOString())
    return types || languages ? { types: types?.length, languages: languages?.length, written } : 'hidden'
  } catch (error) {
    if (error instanceof AppError) return 'left for the sweep'
    throw error
  }
}

const isType = (value: string) => !isLanguage(value)

/** What an account gained or lost is shown within a day. */
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

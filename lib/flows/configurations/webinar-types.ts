import { AppError } from '../../core/errors.ts'
import { day } from '../../core/time.ts'
import { typeRows } from '../../rules/webinars/webinar-type-rows.ts'
import type { Services } from '../../services.ts'

/** Under this name it is kept when an account’s types were last shown. */
export function typesCursor(configuration: string) {
  return `types ${configuration}`
}

/**
 * Shows on the form of events what types of webinars an account can hold. Nobody waits for it: where it fails, the
 * next sweep has it done.
 */
export function reconcileWebinarTypes(configuration: string, services: Services) {
  return showWebinarTypes(configuration, services).catch((error: unknown) => {
    if (error instanceof AppError) return 'left for the sweep'
    throw error
  })
}

/**
 * The same for somebody who waits for it. An account gets the row in which administrators decide by this, too.
 * @throws AppError
 */
export async function showWebinarTypes(configuration: string, { crm, cursors, accountFor, now }: Services) {
  const row = await crm.configurationRow(configuration)
  const account = row?.active ? await accountFor(configuration) : undefined
  if (!row || !account) return 'left alone'
  await crm.makeAccountSettings(configuration, `${account.title} ${row.clientId}`)
  // A list that cannot be read leaves the rows as somebody typed them.
  const types = await account.types()
  const written = types && (await crm.writeWebinarTypes(configuration, typeRows(configuration, types)))
  await cursors.setCursor(typesCursor(configuration), now().toISOString())
  return types ? { types: types.length, written } : 'hidden'
}

/** Choices that an account gained or lost are shown within a day. */
export async function enqueueOutdatedTypes({ credentialStore, cursors, refreshTypes, now }: Services) {
  let queued = 0
  for (const { id } of await credentialStore.configurations()) {
    const last = Date.parse((await cursors.cursor(typesCursor(id))) ?? '')
    if (now().getTime() - last < day) continue
    await refreshTypes(id)
    queued += 1
  }
  return queued
}

import { AppError } from '../../core/errors.ts'
import { day } from '../../core/time.ts'
import { sentence } from '../../messages/sentence.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { templateChoice, templateOf } from '../../rules/webinars/template.ts'
import { readMark } from '../../rules/webinars/webinar-mark.ts'
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
export async function showWebinarTypes(configuration: string, services: Services) {
  const { crm, cursors, accountFor, now } = services
  const row = await crm.configurationRow(configuration)
  const account = row?.active ? await accountFor(configuration) : undefined
  if (!row || !account) return 'left alone'
  await crm.makeAccountSettings(configuration, `${account.title} ${row.clientId}`)
  // A list that cannot be read leaves the rows as somebody typed them.
  const types = await account.types()
  const templates = await templatesOf(configuration, account, services)
  const rows = typeRows(configuration, [...(types ?? []), ...templates])
  const isKnown = (value: string) => types !== undefined || templateOf(value) !== undefined
  const written = await crm.writeWebinarTypes(configuration, rows, isKnown)
  await cursors.setCursor(typesCursor(configuration), now().toISOString())
  return types ? { types: rows.length, written } : 'hidden'
}

/** The templates of an account by name. A webinar that belongs to a row has the tag of its template, and is none. */
async function templatesOf(configuration: string, account: WebinarAccount, services: Services) {
  const { templateTag } = await services.crm.accountSettings(configuration)
  if (!templateTag || !account.templates) return []
  const [language, organizations] = [await services.language(), await services.ownOrganizations()]
  const nameOf = (title: string) => sentence({ code: 'template_type', title }, language)
  return (await account.templates(templateTag))
    .filter(({ externalId }) => readMark(externalId, organizations) === undefined)
    .map((template) => templateChoice(template, nameOf))
    .toSorted((a, b) => a.name.localeCompare(b.name))
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

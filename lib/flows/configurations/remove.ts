import { NotFoundError } from '../../core/errors.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Services } from '../../services.ts'
import { typesCursor } from './webinar-types.ts'

export type Receipt = {
  id: string
  removedAt: string
  erased: { credentials: number; registrations: number; webinars: number }
}

/** Erases credentials and memory of a configuration, before anything else is asked; how much of each there was. */
export async function eraseConfiguration(id: string, services: Services): Promise<Receipt> {
  const {
    credentialStore,
    pendingCredentials,
    registrantKeys,
    cursors,
    registrationStore,
    attendanceStore,
    statusStore,
  } = services
  await cursors.noteRemoval(id)
  const hadPending = await pendingCredentials.remove(id)
  const credentials = (await credentialStore.remove(id)) || hadPending ? 1 : 0
  await registrantKeys.remove(id)
  services.evictAccount(id)
  await cursors.dropCursor(typesCursor(id))
  const erased = {
    credentials,
    registrations: await registrationStore.forgetConfiguration(id),
    webinars: await attendanceStore.forgetConfiguration(id),
  }
  await statusStore.forgetConfiguration(id)
  return { id, removedAt: services.now().toISOString(), erased }
}

/**
 * Turns webinar integration off for a configuration, and nothing else.
 * @throws NotFound if neither CRM nor the connector knows the configuration
 */
export async function removeConfiguration(id: string, services: Services): Promise<Receipt> {
  const receipt = await eraseConfiguration(id, services)
  try {
    await writeSwitchedOff(id, { clientId: null }, services)
  } catch (error) {
    const nothingErased = Object.values(receipt.erased).every((count) => count === 0)
    if (!(error instanceof NotFoundError)) throw error
    if (nothingErased) throw new NotFoundError({ code: 'configuration_unknown' }, { cause: error })
  }
  return receipt
}

/** Says on a configuration row that it has no credentials any more. Nothing is remembered of it. */
export async function writeSwitchedOff(id: string, news: { clientId?: null }, { crm, language }: Services) {
  const message = sentence({ code: 'credentials_removed' }, await language())
  await crm.writeConfiguration(id, { ...news, authorized: 'no', status: 'not_authenticated', message })
}

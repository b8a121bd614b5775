import { NotFoundError } from '../../core/errors.ts'
import type { Services } from '../../services.ts'
import { typesCursor } from './webinar-types.ts'

export type Receipt = {
  id: string
  removedAt: string
  erased: { credentials: number; registrations: number; webinars: number }
}

/** Erases credentials and memory of a configuration, before anything else is asked; how much of each there was. */
export async function eraseConfiguration(
  id: string,
  { credentialStore, registrantKeys, cursors, registrationStore, attendanceStore, evictAccount, now }: Services,
): Promise<Receipt> {
  await cursors.noteRemoval(id)
  const credentials = (await credentialStore.remove(id)) ? 1 : 0
  await registrantKeys.remove(id)
  evictAccount(id)
  await cursors.dropCursor(typesCursor(id))
  const erased = {
    credentials,
    registrations: await registrationStore.forgetConfiguration(id),
    webinars: await attendanceStore.forgetConfiguration(id),
  }
  return { id, removedAt: now().toISOString(), erased }
}

/**
 * Turns webinar integration off for a configuration, and nothing else.
 * @throws NotFound if neither CRM nor the connector knows the configuration
 */
export async function removeConfiguration(id: string, services: Services): Promise<Receipt> {
  const receipt = await eraseConfiguration(id, services)
  try {
    await services.crm.writeConfiguration(id, { ...switchedOff, clientId: null })
  } catch (error) {
    const nothingErased = Object.values(receipt.erased).every((count) => count === 0)
    if (!(error instanceof NotFoundError)) throw error
    if (nothingErased) throw new NotFoundError('There is no webinar configuration with this id.', { cause: error })
  }
  return receipt
}

/** What a configuration row says without credentials. */
export const switchedOff = {
  authorized: 'no',
  status: 'not_authenticated',
  message: 'The credentials were removed; webinar integration is off.',
} as const

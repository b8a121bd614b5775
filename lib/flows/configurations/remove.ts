import { NotFound } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { Configurations } from '../../dataverse/configurations.ts'
import type { WebinarMemory } from '../../stores/attendance.ts'
import type { Cursors } from '../../stores/cursors.ts'
import type { RegistrationMemory } from '../../stores/registrations.ts'
import { typesCursor } from './webinar-types.ts'

export type Neighbours = {
  crm: Pick<Configurations, 'writeConfiguration'>
  store: Pick<CredentialStore, 'remove'>
  cursors: Pick<Cursors, 'noteRemoval' | 'dropCursor'>
  registrations: Pick<RegistrationMemory, 'forgetConfiguration'>
  webinars: Pick<WebinarMemory, 'forgetConfiguration'>
  /** Stops speaking for the account at once. */
  dropAccount(configuration: string): unknown
  now(): Date
}

export type Receipt = {
  id: string
  removedAt: string
  erased: { credentials: number; registrations: number; webinars: number }
}

/** Erases credentials and memory of a configuration, before anything else is asked; how much of each there was. */
export async function eraseConfiguration(
  id: string,
  { store, cursors, registrations, webinars, dropAccount, now }: Omit<Neighbours, 'crm'>,
): Promise<Receipt> {
  await cursors.noteRemoval(id)
  const credentials = (await store.remove(id)) ? 1 : 0
  dropAccount(id)
  await cursors.dropCursor(typesCursor(id))
  const erased = {
    credentials,
    registrations: await registrations.forgetConfiguration(id),
    webinars: await webinars.forgetConfiguration(id),
  }
  return { id, removedAt: now().toISOString(), erased }
}

/**
 * Turns webinar integration off for a configuration, and nothing else.
 * @throws NotFound if neither CRM nor the connector knows the configuration
 */
export async function removeConfiguration(id: string, given: Neighbours): Promise<Receipt> {
  const receipt = await eraseConfiguration(id, given)
  try {
    await given.crm.writeConfiguration(id, { ...switchedOff, clientId: null })
  } catch (error) {
    const nothingErased = Object.values(receipt.erased).every((count) => count === 0)
    if (!(error instanceof NotFound)) throw error
    if (nothingErased) throw new NotFound('There is no webinar configuration with this id.', { cause: error })
  }
  return receipt
}

/** What a configuration row says without credentials. */
export const switchedOff = {
  authorized: 'no',
  status: 'not_authenticated',
  message: 'The credentials were removed; webinar integration is off.',
} as const

import { missingIfUnreadable, NotFoundError } from '../../core/errors.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Actor } from '../../model/actor.ts'
import type { Services } from '../../services.ts'
import type { Removal } from '../../stores/removals.ts'
import { audited } from '../operations/audited.ts'
import { digestsCursor } from '../sweep/digests.ts'
import { beginErasure } from './erase.ts'
import { typesCursor } from './webinar-types.ts'

export type Receipt = {
  id: string
  removedAt: string
  erased: { credentials: number; registrations: number; webinars: number }
  /** The records are so many that some are still being erased: the counts are those so far. */
  erasing?: true
}

/** Erases credentials and memory of a configuration, before anything else is asked; how much of each there was. */
export async function eraseConfiguration(id: string, actor: Actor, services: Services): Promise<Receipt> {
  const kept = await services.credentialStore.configuration(id).catch(missingIfUnreadable)
  const act = { action: 'credentials_removed', actor, configuration: id, formerClientId: kept?.clientId } as const
  return audited(
    act,
    services,
    () => erase(id, services),
    ({ erased }) => ({ counts: erased }),
  )
}

async function erase(id: string, services: Services): Promise<Receipt> {
  const { credentialStore, pendingCredentials, registrantKeys, cursors } = services
  const removal = await beginErasure(
    id,
    async () => {
      const hadPending = await pendingCredentials.remove(id)
      const hadCredentials = await credentialStore.remove(id)
      await registrantKeys.remove(id)
      services.evictAccount(id)
      await cursors.dropCursor(typesCursor(id))
      await cursors.dropCursor(digestsCursor(id))
      return hadCredentials || hadPending ? 1 : 0
    },
    services,
  )
  return toReceipt(id, removal)
}

/** The receipt of the last removal of an account. @throws NotFound if there was none */
export async function viewRemoval(id: string, { removals }: Pick<Services, 'removals'>): Promise<Receipt> {
  const removal = await removals.removal(id)
  if (!removal) throw new NotFoundError({ code: 'removal_unknown' })
  return toReceipt(id, removal)
}

function toReceipt(id: string, removal: Removal): Receipt {
  const { at, state, credentials, registrations, webinars } = removal
  const erased = { credentials, registrations, webinars }
  return { id, removedAt: at.toISOString(), erased, ...(state === 'erasing' && { erasing: true }) }
}

/**
 * Turns webinar integration off for a configuration, and nothing else.
 * @throws NotFound if neither CRM nor the connector knows the configuration
 */
export async function removeConfiguration(id: string, actor: Actor, services: Services): Promise<Receipt> {
  const receipt = await eraseConfiguration(id, actor, services)
  try {
    await writeSwitchedOff(id, { clientId: null }, services)
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    const nothingErased = Object.values(receipt.erased).every((count) => count === 0)
    if (nothingErased && !receipt.erasing) {
      await services.removals.forget(id)
      throw new NotFoundError({ code: 'configuration_unknown' }, { cause: error })
    }
  }
  return receipt
}

/** Says on a configuration row that it has no credentials any more. Nothing is remembered of it. */
export async function writeSwitchedOff(id: string, news: { clientId?: null }, { crm, language }: Services) {
  const message = sentence({ code: 'credentials_removed' }, await language())
  await crm.writeConfiguration(id, { ...news, authorized: 'no', status: 'not_authenticated', message })
}

import { ifConflict, missingIfUnreadable, NotFoundError } from '../../core/errors.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Actor } from '../../model/actor.ts'
import { nextGeneration } from '../../rules/configurations/generation.ts'
import { providerOf } from '../../rules/configurations/provider-of.ts'
import type { Services } from '../../services.ts'
import type { Removal } from '../../stores/removals.ts'
import { audited } from '../operations/audited.ts'
import { beginErasure, forgetAccount } from './erase.ts'

export type Receipt = {
  id: string
  removedAt: string
  erased: { credentials: number; registrations: number; webinars: number }
  /** The records are so many that some are still being erased: the counts are those so far. */
  erasing?: true
}

/**
 * Erases credentials and memory of a configuration, before anything else is asked; how much of each there was.
 * @param switchOff says it on the row, if that does not say so yet
 */
export async function eraseConfiguration(
  id: string,
  actor: Actor,
  services: Services,
  switchOff?: () => Promise<void>,
): Promise<Receipt> {
  const kept = await services.credentialStore.configuration(id).catch(missingIfUnreadable)
  const act = { action: 'credentials_removed', actor, configuration: id, formerClientId: kept?.clientId } as const
  return audited(
    act,
    services,
    () => erase(id, services, switchOff),
    ({ erased }) => ({ counts: erased }),
  )
}

async function erase(id: string, services: Services, switchOff?: () => Promise<void>): Promise<Receipt> {
  const { credentialStore, pendingCredentials } = services
  const removal = await beginErasure(
    id,
    async () => {
      const remove = async () => {
        const had = await credentialStore.remove(id)
        services.evictAccount(id)
        return had
      }
      let had = await pendingCredentials.remove(id)
      had = (await remove()) || had
      for (let again = switchOff !== undefined; again; had ||= again) {
        await switchOff?.()
        // Read from the row until it said so, other credentials may be proven just now, or have been kept.
        again = await remove()
      }
      await forgetAccount(id, services)
      return had ? 1 : 0
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
  const { credentialStore, removals } = services
  let telling: Promise<boolean> | undefined
  const receipt = await eraseConfiguration(id, actor, services, async () => {
    telling = writeSwitchedOff(id, services, { clientId: null, blankSecrets: true })
    // While CRM is out all is erased as well; the error is told at the end.
    await telling.catch(() => undefined)
  })
  const nothingErased = Object.values(receipt.erased).every((count) => count === 0)
  if (!(await telling) && nothingErased && !receipt.erasing) {
    await removals.forget(id)
    await credentialStore.forgetRemoval(id)
    throw new NotFoundError({ code: 'configuration_unknown' })
  }
  return receipt
}

/**
 * Says on a configuration row that it has no credentials any more, unless there are some again. False if there is no
 * row. Nothing is remembered of it. Secrets on a row that is switched off are blanked: nobody will take them.
 * @param ordered what else a removal writes, whatever is kept
 */
export async function writeSwitchedOff(
  id: string,
  { crm, credentialStore, providers, language }: Services,
  ordered?: { clientId: null; blankSecrets: true },
): Promise<boolean> {
  const message = sentence({ code: 'credentials_removed' }, await language())
  for (;;) {
    const row = await crm.configurationRow(id)
    if (!row) return false
    if (!ordered && (await credentialStore.configuration(id))) return true
    // Secrets of another provider are left to it.
    const blanks = !row.active && providerOf(row, undefined, providers) !== undefined
    const generation = nextGeneration(row.generation, await credentialStore.generation(id))
    const off = { authorized: 'no', status: 'not_authenticated', message, generation } as const
    const news = { ...off, ...(blanks && { blankSecrets: true }), ...ordered }
    if ((await crm.writeConfiguration(id, news, row.etag).catch(ifConflict)) !== undefined) return true
  }
}

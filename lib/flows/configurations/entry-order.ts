import type { Actor } from '../../model/actor.ts'
import type { AccountRecord } from '../../model/configuration.ts'
import type { ConfigurationRow } from '../../model/crm.ts'
import type { Services } from '../../services.ts'
import type { Act } from '../../stores/audit-trail.ts'
import { type Order, recordOrder, userOf } from '../operations/audited.ts'

/** The act of giving an account credentials of a client. Where none are in force, the trail says whose were before. */
export async function entryOf(
  { configuration, clientId, actor }: { configuration: string; clientId: string; actor: Actor },
  kept: AccountRecord | undefined,
  { auditTrail }: Pick<Services, 'auditTrail'>,
): Promise<Act> {
  const formerClientId = kept?.clientId ?? (await auditTrail.lastClient(configuration))
  const action = kept ? 'credentials_changed' : 'credentials_entered'
  return { action, actor, configuration, clientId, formerClientId }
}

/**
 * The order of the administrator who typed credentials into a row: recorded when they are first met, and again only where
 * the row was changed since then, or another worker has it in hand as well. It has no end while they wait for the terms, or
 * for a system that is out.
 * @param isKnown they wait, or the row is as the app left it, whose own user is then the last to have changed it
 */
export async function orderOfTyping(
  row: ConfigurationRow,
  kept: AccountRecord | undefined,
  isKnown: boolean,
  services: Services,
): Promise<Order> {
  const known = isKnown ? await services.auditTrail.lastTyping(row.id) : undefined
  if (known) {
    const { act, action, actor, configuration, clientId, formerClientId } = known
    return { act, action, actor, configuration, clientId, formerClientId }
  }
  const typed = { configuration: row.id, clientId: row.clientId, actor: userOf(row) }
  return recordOrder(await entryOf(typed, kept, services), services)
}

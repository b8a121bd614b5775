import { CredentialsRefusedError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { type Drift, driftOf } from '../../rules/registrations/drift.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { groupByRegistrant } from '../registrations/group-by-registrant.ts'
import { type ConnectedWebinar, connect } from '../registrations/registrant.ts'
import { registrationProblemOf } from '../webinars/registration-problem.ts'
import { type BackfillRequest, requireWebinar } from './backfill.ts'

/**
 * Counts what a backfill would do, and why some registrations would not get through. The provider is not asked.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function planBackfill(row: RowReference, wanted: BackfillRequest, services: Services) {
  const webinar = await requireWebinar(row, services.crm)
  const connected = await connectOrExplain(webinar, services)
  if ('problem' in connected) {
    return { dryRun: true, blocked: sentence(connected.problem, await services.language()) }
  }
  const attendance = { reads: wanted.attendance ? 1 : 0 }
  if (!wanted.registrations) return { dryRun: true, blocked: null, attendance }
  return { dryRun: true, blocked: null, registrations: await countDrift(webinar, connected, services), attendance }
}

/** The account of a webinar, or why nothing can be done for the webinar now. */
export async function connectOrExplain(
  webinar: WebinarRow,
  services: Services,
): Promise<ConnectedWebinar | { problem: UserMessage }> {
  const { configuration = '', webinarId = '' } = webinar
  const connected = configuration ? await connect({ configuration, webinarId }, services).catch(lockedOut) : undefined
  if (connected instanceof CredentialsRefusedError) return { problem: connected.userMessage }
  const problem = await registrationProblemOf(webinar, connected?.account, services)
  return problem === undefined && connected ? connected : { problem: problem ?? { code: 'no_credentials' } }
}

async function countDrift(webinar: WebinarRow, connected: ConnectedWebinar, services: Services) {
  const { account, cipher } = connected
  const counts: Record<Drift, number> = {
    register: 0,
    update: 0,
    restore: 0,
    cancel: 0,
    statusOnly: 0,
    unchanged: 0,
    refused: 0,
  }
  const reasons = new Map<string, number>()
  const spoken = await services.language()
  const refused = { code: 'registration_refused_before', provider: account.title } as const
  const applied = await services.registrationStore.appliedOf(connected)
  const groups = await groupByRegistrant(webinar, connected, services)
  for (const { key, registrations } of groups) {
    const known = key && (applied.get(key.emailHash) ?? applied.get(key.firstEditionHash))
    const drift = driftOf(registrations, known, account, undefined, cipher.hashesOf)
    counts[drift] += 1
    if (drift !== 'refused') continue
    const reason = sentence(account.validateRegistrant(registrations[0].contact) ?? refused, spoken)
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  const { statusOnly: rowOnly, ...others } = counts
  const why = [...reasons].map(([reason, count]) => ({ reason, count }))
  return { people: groups.length, ...others, rowOnly, reasons: why }
}

function lockedOut(error: unknown): CredentialsRefusedError {
  if (error instanceof CredentialsRefusedError) return error
  throw error
}

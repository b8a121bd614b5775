import { CredentialsRefusedError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import { type Drift, driftOf } from '../../rules/registrations/drift.ts'
import { registrationProblem } from '../../rules/webinars/prerequisites.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { groupByRegistrant } from '../registrations/group-by-registrant.ts'
import { type BackfillRequest, requireWebinar } from './backfill.ts'

/**
 * What a backfill would do, in numbers, and why some would not get through. The provider is not asked.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function planBackfill(row: RowReference, wanted: BackfillRequest, services: Services) {
  const webinar = await requireWebinar(row, services.crm)
  const { kind, id: webinarRow, configuration, webinarId, cancelled } = webinar
  const account = configuration ? await services.accountFor(configuration).catch(lockedOut) : undefined
  const spoken = await services.language()
  const blockedBy = (message: UserMessage) => ({ dryRun: true, blocked: sentence(message, spoken) })
  if (account instanceof CredentialsRefusedError) return blockedBy(account.userMessage)
  const problem = registrationProblem(webinar, {
    credentials: account !== undefined,
    terms: await services.termsAccepted(),
  })
  if (problem !== undefined) return blockedBy(problem)
  if (!account || !configuration || !webinarId) return blockedBy({ code: 'no_credentials' })
  const attendance = { reads: wanted.attendance ? 1 : 0 }
  if (!wanted.registrations) return { dryRun: true, blocked: null, attendance }

  const counts: Record<Drift, number> = {
    ...{ register: 0, update: 0, restore: 0, cancel: 0, rowOnly: 0, unchanged: 0, refused: 0 },
  }
  const reasons = new Map<string, number>()
  const seats = await services.registrationStore.seatsOf({ configuration, webinarId })
  const people = await groupByRegistrant({ kind, webinarRow, configuration, webinarId, cancelled }, services.crm)
  for (const [address, group] of people) {
    const difference = driftOf(group, seats.get(address), account, undefined)
    counts[difference] += 1
    if (difference !== 'refused') continue
    const refused = { code: 'registration_refused_before', provider: account.title } as const
    const reason = sentence(account.validateRegistrant(group[0].contact) ?? refused, spoken)
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  const why = [...reasons].map(([reason, count]) => ({ reason, count }))
  return { dryRun: true, blocked: null, registrations: { people: people.size, ...counts, reasons: why }, attendance }
}

function lockedOut(error: unknown): CredentialsRefusedError {
  if (error instanceof CredentialsRefusedError) return error
  throw error
}

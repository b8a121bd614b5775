import { CredentialsRefused } from '../../core/errors.ts'
import type { Registrations } from '../../dataverse/registrations.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { type Difference, differenceOf } from '../../rules/registrations/drift.ts'
import { parentProblem } from '../../rules/webinars/prerequisites.ts'
import type { RowReference } from '../../stores/queues.ts'
import type { RegistrationMemory } from '../../stores/registrations.ts'
import { groupByAddress } from '../registrations/group-by-registrant.ts'
import { type Wanted, webinarToFill } from './backfill.ts'

export type Neighbours = {
  crm: Pick<Webinars, 'webinar'> & Pick<Registrations, 'registrationsWithContacts'>
  registrations: Pick<RegistrationMemory, 'seatsOf'>
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  termsAccepted(): Promise<boolean>
}

/**
 * What a backfill would do, in numbers, and why some would not get through. The provider is not asked.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function planBackfill(row: RowReference, wanted: Wanted, given: Neighbours) {
  const webinar = await webinarToFill(row, given.crm)
  const { kind, id: webinarRow, configuration, webinarId, cancelled } = webinar
  const account = configuration ? await given.accountFor(configuration).catch(lockedOut) : undefined
  if (account instanceof CredentialsRefused) return { dryRun: true, blocked: account.plain }
  const problem = parentProblem(webinar, { credentials: account !== undefined, terms: await given.termsAccepted() })
  if (problem !== undefined || !account || !configuration || !webinarId) return { dryRun: true, blocked: problem }
  const attendance = { reads: wanted.attendance ? 1 : 0 }
  if (!wanted.registrations) return { dryRun: true, blocked: null, attendance }

  const counts: Record<Difference, number> = {
    ...{ register: 0, update: 0, restore: 0, cancel: 0, rowOnly: 0, unchanged: 0, refused: 0 },
  }
  const reasons = new Map<string, number>()
  const seats = await given.registrations.seatsOf({ configuration, webinarId })
  const people = await groupByAddress({ kind, webinarRow, configuration, webinarId, cancelled }, given.crm)
  for (const [address, group] of people) {
    const difference = differenceOf(group, seats.get(address), account, undefined)
    counts[difference] += 1
    if (difference !== 'refused') continue
    const reason = account.refusal(group[0].contact) ?? `${account.title} refused it before.`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  const why = [...reasons].map(([reason, count]) => ({ reason, count }))
  return { dryRun: true, blocked: null, registrations: { people: people.size, ...counts, reasons: why }, attendance }
}

function lockedOut(error: unknown): CredentialsRefused {
  if (error instanceof CredentialsRefused) return error
  throw error
}

import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import { overReason } from '../../rules/webinars/over-reason.ts'
import type { Planned } from '../../rules/webinars/webinar-plan.ts'
import type { Services } from '../../services.ts'

/** The reason on the row of a webinar that is over, with what was read of its attendance; undefined before. */
export async function overReasonOf(
  row: PlannedWebinar,
  planned: Planned,
  { attendanceStore, now }: Pick<Services, 'attendanceStore' | 'now'>,
): Promise<UserMessage | undefined> {
  if (planned.problem !== undefined || planned.plan.start > now()) return undefined
  return overReason(row, planned, await attendanceStore.pull(row.kind, row.id), now())
}

import { createHash } from 'node:crypto'
import { hashOf } from '../../core/hash.ts'
import { minute } from '../../core/time.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { WebinarPlan } from '../../model/webinar.ts'
import { instantOf } from './event-time.ts'

/**
 * The plan to send, or the first problem that prevents it.
 * @param zone IANA; undefined if the event's time zone is missing or unknown
 */
export function planOf(
  row: PlannedWebinar,
  zone: string | undefined,
): { plan: WebinarPlan; problem?: undefined } | { problem: UserMessage } {
  const { kind, title, description, type, language } = row
  if (!title) return { problem: { code: 'no_name', kind } }
  if (!row.start) return { problem: { code: 'no_start', kind } }
  if (!row.end) return { problem: { code: 'no_end', kind } }
  if (!zone) return { problem: { code: 'no_time_zone', kind } }
  const start = instantOf(row.start, zone)
  const minutes = Math.round((instantOf(row.end, zone).getTime() - start.getTime()) / minute)
  if (minutes <= 0) return { problem: { code: 'ends_before_start', kind } }
  return { plan: { title, description, start, minutes, zone, type, language } }
}

/** Equal for plans that ask a provider for the same. */
export function planHash(plan: WebinarPlan): string {
  return hashOf(plan)
}

/** True if a provider that was told the plan with this hash was told the same as this one. */
export function isPlanApplied(appliedHash: string, plan: WebinarPlan): boolean {
  return appliedHash === planHash(plan) || appliedHash === firstEditionHash(plan)
}

/**
 * The form in which the first edition kept the hash of a plan. Without it an upgrade would take every webinar for
 * changed, and a webinar that has begun can no longer be changed. For one release.
 */
function firstEditionHash({ title, description, start, minutes, zone, type, language }: WebinarPlan) {
  const asked = [title, description, start.getTime(), minutes, zone, type ?? null, language ?? null]
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url')
}

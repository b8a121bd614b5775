import { createHash } from 'node:crypto'
import { hashOf } from '../../core/hash.ts'
import { minute } from '../../core/time.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { ProviderTraits } from '../../model/provider.ts'
import type { WebinarPlan } from '../../model/webinar.ts'
import { clockChange, endInstantOf, instantOf } from './event-time.ts'
import { templateOf } from './template.ts'

/**
 * The plan to send, or the first problem that prevents it.
 * @param zone IANA; undefined if the event's time zone is missing or unknown
 * @param provider who is asked to hold it, where that is known
 */
export function planOf(
  row: PlannedWebinar,
  zone: string | undefined,
  provider?: Pick<ProviderTraits, 'title' | 'durations'>,
): Planned {
  const { kind, title, description, type, language } = row
  if (!title) return { problem: { code: 'no_name', kind } }
  if (!row.start) return { problem: { code: 'no_start', kind } }
  if (!row.end) return { problem: { code: 'no_end', kind } }
  if (!zone) return { problem: { code: 'no_time_zone', kind } }
  const start = instantOf(row.start, zone)
  const takes = Math.round((endInstantOf(row.end, zone, start).getTime() - start.getTime()) / minute)
  if (takes <= 0) {
    return {
      problem: { code: clockChange(row.start, zone) === 'skipped' ? 'start_missing' : 'ends_before_start', kind },
    }
  }
  const { longest, held } = provider?.durations ?? anyDuration
  if (provider && kind === 'event' && !row.webinarId && takes > longest) {
    return { problem: { code: 'event_in_sessions', provider: provider.title, most: longest, minutes: takes } }
  }
  const minutes = takes > longest ? takes : held(takes)
  const notes: UserMessage[] = []
  if (provider && minutes !== takes) notes.push({ code: 'duration_rounded', provider: provider.title, takes, minutes })
  const template = templateOf(type)
  const kindOf = template === undefined ? { type } : { type: undefined, template }
  return { plan: { title, description, start, minutes, zone, language, ...kindOf }, notes }
}

/** The plan to send with notes for its row, or why there is none. */
export type Planned =
  | { plan: WebinarPlan; notes: readonly UserMessage[]; problem?: undefined }
  | { problem: UserMessage }

const anyDuration: ProviderTraits['durations'] = { longest: Number.POSITIVE_INFINITY, held: (minutes) => minutes }

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

import type { Attendance, Metrics } from '../../model/webinar.ts'

/**
 * The attendance of a person whom the provider lists twice: from the first sight to the last, and the larger of each
 * number, for the same presence must not count twice. The first listing gives the id.
 */
export function unionOf(one: Attendance, other: Attendance): Attendance {
  const names = Object.keys(one.metrics) as (keyof Metrics)[]
  return {
    ...one,
    registrationId: one.registrationId ?? other.registrationId,
    firstSeen: pick(Math.min, one.firstSeen, other.firstSeen),
    lastSeen: pick(Math.max, one.lastSeen, other.lastSeen),
    metrics: Object.fromEntries(
      names.map((name) => [name, Math.max(one.metrics[name], other.metrics[name])]),
    ) as Metrics,
  }
}

function pick(choose: (...times: number[]) => number, ...times: (Date | undefined)[]): Date | undefined {
  const known = times.flatMap((time) => time?.getTime() ?? [])
  return known.length ? new Date(choose(...known)) : undefined
}

import type { Attendance, Metrics, ProviderRegistrant, RegistrantState } from '../model/webinar.ts'
import { metricFields, type On24Attendee, type On24Registrant } from './schemas.ts'

/** ON24's registrant in the provider-neutral words. */
export function toProviderRegistrant(raw: On24Registrant): ProviderRegistrant {
  return {
    providerId: raw.eventuserid,
    email: raw.email ?? '',
    registrationId: raw.exteventusercd?.toLowerCase() || undefined,
    state: toState(raw),
  }
}

/**
 * The values of `userstatus` are published in part only (apidoc.on24.com: active, deleted, forgotten; the data
 * dictionary: Inactive). ON24's pages know manual approval, but not how its API shows it: an unknown status is neither
 * registered nor gone.
 */
const states: Record<string, RegistrantState> = {
  active: 'approved',
  deleted: 'gone',
  forgotten: 'erased',
  inactive: 'gone',
  denied: 'denied',
}

function toState({ userstatus, isblocked }: On24Registrant): RegistrantState {
  const state = states[(userstatus ?? 'active').toLowerCase()] ?? 'pending'
  return state === 'approved' && isblocked?.toUpperCase() === 'Y' ? 'denied' : state
}

/** ON24's attendee in the provider-neutral words: live and on demand together. */
export function toAttendance(raw: On24Attendee): Attendance {
  const first = instants(raw.firstliveactivity, raw.firstarchiveactivity)
  const last = instants(raw.lastliveactivity, raw.lastarchiveactivity)
  return {
    providerId: raw.eventuserid,
    email: raw.email ?? '',
    registrationId: raw.exteventusercd?.toLowerCase() || undefined,
    firstSeen: first.length ? new Date(Math.min(...first)) : undefined,
    lastSeen: last.length ? new Date(Math.max(...last)) : undefined,
    metrics: toMetrics(raw),
  }
}

/** Live and on demand are added up. A number below zero counts as zero. */
function toMetrics(raw: On24Attendee) {
  const sums = Object.entries(metricFields).map(([metric, fields]) => [
    metric,
    fields.reduce((sum, field) => sum + Math.max(0, raw[field] ?? 0), 0),
  ])
  return Object.fromEntries(sums) as Metrics
}

/** A moment as ON24 tells it, if it does. */
export function instant(value: string | null | undefined): Date | undefined {
  const [milliseconds] = instants(value)
  return milliseconds === undefined ? undefined : new Date(milliseconds)
}

/** ON24's timestamps carry their offset, e.g. `2026-05-12T05:58:10-07:00`. */
function instants(...values: (string | null | undefined)[]) {
  return values.map((value) => Date.parse(value ?? '')).filter((value) => !Number.isNaN(value))
}

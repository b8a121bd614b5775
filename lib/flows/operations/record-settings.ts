import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Services } from '../../services.ts'
import { recordDone } from './audited.ts'

/** Under this name it is kept how the settings were when they were last looked at. */
const cursorName = 'settings'
const Hashes = v.fallback(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())), {})

/**
 * Records which settings of the app were changed since it last looked; how many those are. The one who did it is known
 * to Azure's activity log alone. A setting that a release brings is none that was changed.
 */
export async function recordSettings(services: Pick<Services, 'cursors' | 'settingHashes' | 'auditTrail' | 'now'>) {
  const { cursors, settingHashes, now } = services
  const stored = (await cursors.cursor(cursorName)) ?? ''
  const current = JSON.stringify(settingHashes)
  if (stored === current) return 0
  const before = v.parse(Hashes, stored)
  const changed = Object.keys(settingHashes).filter((name) => before[name] && before[name] !== settingHashes[name])
  const actor = { by: 'application', id: 'unknown' } as const
  const act = { action: 'settings_changed', actor, subject: changed.join(' '), act: randomUUID(), at: now() } as const
  if (changed.length) await recordDone(act, services)
  await cursors.setCursor(cursorName, current)
  return changed.length
}

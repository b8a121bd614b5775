import * as v from 'valibot'
import { hashOf } from '../../core/hash.ts'
import { hour } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { reviewAllAnew } from '../sweep/queue-reviews.ts'
import { tellProblems } from './tell-problems.ts'

const cursorName = 'mapping'
/** The lines as they were looked at last, and when they last were; as a digest and a time. */
const Cursor = v.fallback(v.pipe(v.string(), v.parseJson(), v.object({ digest: v.string(), at: v.number() })), {
  digest: '',
  at: 0,
})

/**
 * Has all webinars ahead reviewed once the mapping of fields has changed, at the pace of reviews: they find who is registered
 * with other values. Says on its lines what is wrong with them, then and every hour.
 * @returns how many lines were written
 */
export async function watchMapping(services: Services): Promise<number> {
  const { crm, cursors } = services
  const now = services.now().getTime()
  const last = v.parse(Cursor, (await cursors.cursor(cursorName)) ?? '')
  const lines = await crm.fieldMappings()
  const digest = lines.length
    ? hashOf(lines.map(({ etag: _, problem: __, values, ...line }) => [line, [...values]]))
    : ''
  const isChanged = digest !== last.digest
  if (!isChanged && (lines.length === 0 || now - last.at < hour)) return 0
  if (isChanged) {
    await reviewAllAnew(services)
    // The problems may have to wait; the reviews are ordered once.
    await cursors.setCursor(cursorName, JSON.stringify({ digest, at: 0 }))
  }
  const written = await tellProblems(undefined, services)
  await cursors.setCursor(cursorName, JSON.stringify({ digest, at: now }))
  return written
}

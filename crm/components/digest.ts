import { createHash } from 'node:crypto'

/**
 * A note of what was sent. Dataverse rewrites XML, so it cannot be compared with what is wanted: while this stands, later
 * edits are an administrator's, and stay.
 */
export function keptNote(sent: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(sent)).digest('hex').slice(0, 12)
  return `Kept by the webinar connector (${digest}).`
}

import { randomUUID } from 'node:crypto'
import type { Services } from '../../services.ts'
import { beginErasure } from './begin.ts'
import { runErasure } from './run.ts'
import { viewErasure } from './view.ts'

/**
 * Erases a contact of an order that is recorded already, or goes on with it; answers what was erased in all accounts, and
 * what is left to others, in sentences.
 * @throws what `beginErasure` and `runErasure` throw
 */
export async function eraseContact(contact: string, services: Services) {
  const { cursors, erasureStore } = services
  const name = `erasure of ${contact}`
  const id = (await cursors.cursor(name)) ?? randomUUID()
  await cursors.setCursor(name, id)
  if (!(await erasureStore.erasure(id))) await beginErasure(id, { contact }, services)
  await runErasure(id, services)
  const { accounts, left } = await viewErasure(id, services)
  await cursors.dropCursor(name)
  const counts = { registrants: 0, attendees: 0, unmatched: 0 }
  for (const { erased } of accounts) {
    counts.registrants += erased.registrants
    counts.attendees += erased.attendees
    counts.unmatched += erased.unmatched
  }
  return { counts, sentences: [...accounts.flatMap(({ reason }) => reason ?? []), ...left] }
}

import type { PlannedWebinar } from '../../model/crm.ts'

/** A name that says that an event is a test, in either language. */
const testName = /^\s*(?:\[test\]|\(test\)|test\s*:)/i

/**
 * Whether an event is made as a test at the provider: one that is not published yet, and whose name says so. Dynamics has
 * no column for it, and each event is a draft at first; a test event is left out of a provider's reports for good.
 */
export function isTestEvent({ draft, title }: Pick<PlannedWebinar, 'draft' | 'title'>): boolean {
  return draft && testName.test(title)
}

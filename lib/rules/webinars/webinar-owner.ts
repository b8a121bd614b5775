import type { ForeignWebinar, PlannedWebinar, WebinarOwner, WebinarPlace } from '../../model/crm.ts'
import { isOutOfScope, recordFor, type WebinarRecord } from './webinar-action.ts'

/** The webinar that a row means: that of its record, where its own id is of the one before. */
export function meantWebinarId(row: PlannedWebinar, record: WebinarRecord | undefined): string | undefined {
  return recordFor(row, record)?.webinarId ?? row.webinarId
}

/** Whether a row lays claim to a webinar: it names it, or lost its id and is about to be given it again. */
export function claims(row: PlannedWebinar, record: WebinarRecord | undefined, place: WebinarPlace): boolean {
  if (row.configuration !== place.configuration) return false
  if (row.webinarId) return meantWebinarId(row, record) === place.webinarId
  const isRestored = record?.createdByConnector === true && !isOutOfScope(row)
  return isRestored && record.configuration === place.configuration && record.webinarId === place.webinarId
}

/** Whether a webinar belongs to this row; one of which no owner is known does. */
export function isOwnedBy(id: string, owner: WebinarOwner | ForeignWebinar | undefined): boolean {
  return owner === undefined || ('id' in owner && owner.id === id)
}

/**
 * The row to which a webinar belongs among those that claim it: the one for which it was made, else the oldest in use.
 * @param madeFor ids of rows for which it was made, as far as that is known
 */
export function ownerAmong(claimants: readonly PlannedWebinar[], madeFor: ReadonlySet<string>) {
  const rank = ({ id, active }: PlannedWebinar) => (madeFor.has(id) ? 0 : active ? 1 : 2)
  const age = (a: PlannedWebinar, b: PlannedWebinar) => a.createdOn.getTime() - b.createdOn.getTime()
  return claimants.toSorted((a, b) => rank(a) - rank(b) || age(a, b) || (a.id < b.id ? -1 : 1))[0]
}

/**
 * Whether the id of another row's webinar came with the creation of this row. A copy carries the links too, which nobody
 * types; a row that ever had a webinar got its links from the connector.
 */
export function isCopyOf(owner: PlannedWebinar, row: PlannedWebinar, record: WebinarRecord | undefined): boolean {
  const carriesLink = row.shown.links.some((link) => owner.shown.links.includes(link))
  return !record?.webinarId && carriesLink && row.createdOn >= owner.createdOn
}

import type { MadeFor, Organizations } from '../../model/crm.ts'

/**
 * A row's id; then a dash if the webinar was made for the row, or a line below if the row took it over; then the first 12
 * digits of the id of the environment (its organization ID). The first edition's marks have the row alone.
 */
const form = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:([-_])([0-9a-f]{8}-[0-9a-f]{4}))?$/

/** As much of an organization ID as makes a mark of 50 characters. */
const shortId = (organization: string) => organization.slice(0, 13)

/**
 * The external id that the webinar of a row carries at its provider. In a copy of the environment the row has the same id,
 * and the organization another one.
 * @param isMade whether the connector made the webinar: one that it took over is never deleted
 */
export function markOf(row: string, organization: string, isMade: boolean): string {
  return `${row}${isMade ? '-' : '_'}${shortId(organization)}`
}

/**
 * The mark of a webinar, and for which environment it was made.
 * @returns undefined for an external id that is no mark: others may give their webinars one
 */
export function readMark(
  externalId: string | undefined,
  organizations: Organizations,
): { row: string; isMade: boolean; madeFor: MadeFor } | undefined {
  const [, row, joint, organization] = form.exec(externalId?.trim().toLowerCase() ?? '') ?? []
  if (row === undefined) return undefined
  const isMade = joint !== '_'
  if (organization === undefined) return { row, isMade, madeFor: 'unknown' }
  return { row, isMade, madeFor: organizations.map(shortId).includes(organization) ? 'own' : 'another' }
}

/**
 * The mark that a webinar has to be given; undefined if it has it, or an external id that others gave it: a mark of the
 * first edition with another row's id may be one, too.
 */
export function markToGive(
  row: string,
  isMade: boolean,
  externalId: string | undefined,
  organizations: Organizations,
): string | undefined {
  const mark = markOf(row, organizations[0], isMade)
  if (!externalId?.trim()) return mark
  const found = readMark(externalId, organizations)
  if (!found || (found.madeFor === 'unknown' && found.row !== row)) return undefined
  return externalId.toLowerCase() === mark ? undefined : mark
}

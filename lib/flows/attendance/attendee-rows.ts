import type { ActionRow, AttendeeRow, KnownAction, KnownAttendee } from '../../model/attendee-rows.ts'
import type { Owner, WebinarRow } from '../../model/crm.ts'
import type { Listing } from '../../rules/attendance/listing.ts'
import { toAttendeeRow } from '../../rules/attendance/to-attendee-row.ts'
import type { Services } from '../../services.ts'
import type { OwnRowWriter } from './own-rows.ts'

type Crm = Pick<
  Services['crm'],
  'attendeesOf' | 'writeAttendees' | 'unlistAttendees' | 'actionsOf' | 'writeActions' | 'unlistActions'
>
type Known = { row: AttendeeRow; actions: readonly ActionRow[] }

/**
 * Rows of all attendees and of what each did. Those that the provider lists no more are kept, and marked.
 * @param withActions false: rows of what they did stay as they are
 */
export async function createAttendeeRows(
  webinar: WebinarRow,
  withActions: boolean,
  owner: () => Promise<Owner | undefined>,
  { write, isRefused }: OwnRowWriter,
  crm: Crm,
) {
  const standing = new Map<string, KnownAttendee>()
  for await (const row of crm.attendeesOf(webinar.kind, webinar.id)) standing.set(row.id, row)
  const listed = new Set<string>()
  const stands = ({ row }: Known) => standing.has(row.id)

  async function writeRows(rows: readonly AttendeeRow[]) {
    const [known, fresh] = [rows.filter(({ id }) => standing.has(id)), rows.filter(({ id }) => !standing.has(id))]
    await write(known, (set) => crm.writeAttendees(set, undefined))
    const ofEvent = fresh.length > 0 ? await owner() : undefined
    await write(fresh, (set) => crm.writeAttendees(set, ofEvent))
  }

  /** Writes the actions that changed, and marks those that are gone. The attendees are there already. */
  async function writeActions(attendees: readonly Known[]) {
    const there = new Map<string, KnownAction>()
    for await (const action of crm.actionsOf(attendees.filter(stands).map(({ row }) => row.id))) {
      there.set(action.id, action)
    }
    const actions = attendees.flatMap((one) => one.actions)
    const changed = actions.filter(({ id, digest }) => there.get(id)?.digest !== digest || there.get(id)?.isUnlisted)
    const kept = new Set(actions.map(({ id }) => id))
    const gone = [...there.values()].filter(({ id, isUnlisted }) => !kept.has(id) && !isUnlisted)
    const ofEvent = changed.every(({ id }) => there.has(id)) ? undefined : await owner()
    await write(
      changed.filter(({ id }) => there.has(id)),
      (set) => crm.writeActions(set, undefined),
    )
    await write(
      changed.filter(({ id }) => !there.has(id)),
      (set) => crm.writeActions(set, ofEvent),
    )
    await write(gone, (set) => crm.unlistActions(set.map(({ id }) => id)))
  }

  return {
    async write(listings: readonly Listing[]) {
      // A person who is listed twice without a registration is one row as well.
      const all = listings.flatMap((listing) => {
        const { row, actions } = toAttendeeRow(listing, webinar)
        if (listed.has(row.id)) return []
        listed.add(row.id)
        if (withActions) return [{ row, actions }]
        return [{ row: { ...row, actionsDigest: standing.get(row.id)?.actionsDigest ?? '' }, actions: [] }]
      })
      const did = all.filter(({ row }) => (standing.get(row.id)?.actionsDigest ?? '') !== row.actionsDigest)
      // Actions point to their attendee, who has to be there.
      await writeRows(did.filter((one) => !stands(one)).map(({ row }) => ({ ...row, actionsDigest: '' })))
      const present = did.filter(({ row }) => !isRefused(row))
      await writeActions(present)
      const changed = all.filter(
        ({ row }) => standing.get(row.id)?.digest !== row.digest || standing.get(row.id)?.isUnlisted,
      )
      const last = new Set([...changed, ...present].filter(({ row }) => !isRefused(row)))
      await writeRows(
        [...last].map(({ row, actions }) => (actions.some(isRefused) ? { ...row, actionsDigest: '' } : row)),
      )
    },
    /** To be called once all attendees were written. */
    async end() {
      const gone = [...standing.values()].filter(({ id, isUnlisted }) => !listed.has(id) && !isUnlisted)
      await write(gone, (set) => crm.unlistAttendees(set.map(({ id }) => id)))
    },
  }
}

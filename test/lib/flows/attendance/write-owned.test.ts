import { expect, test } from 'vitest'
import { ConflictError, UnavailableError } from '../../../../lib/core/errors.ts'
import { createOwnedWrite } from '../../../../lib/flows/attendance/write-owned.ts'
import type { OwnedCheckIn } from '../../../../lib/model/crm.ts'
import { toCheckIn } from '../../../../lib/rules/attendance/to-check-in.ts'
import { anAttendance, aRegistrationKey, aWebinarRow } from '../../../harness/builders.ts'

const user = (id: string) => ({ kind: 'user', id }) as const
const row = (id: string, owner?: string): OwnedCheckIn => ({
  ...toCheckIn(anAttendance(), { ...aRegistrationKey({ id }), eventRegistrationId: id }, aWebinarRow()),
  ...{ id, owner: owner === undefined ? undefined : user(owner) },
})

/** Check-ins that some users may not own; who owns them, by id. */
function checkIns(barred: readonly string[], ofEvent = 'planner') {
  const owners = new Map<string, string | undefined>()
  const asked = { writes: 0, ofEvent: 0 }
  const write = createOwnedWrite(
    async (rows) => {
      asked.writes += 1
      if (rows.some(({ owner }) => owner && barred.includes(owner.id))) {
        throw new UnavailableError({ code: 'dataverse_no_access' }, { message: 'Dataverse answered 403' })
      }
      for (const { id, owner } of rows) owners.set(id, owner?.id)
    },
    async () => {
      asked.ofEvent += 1
      return user(ofEvent)
    },
  )
  return { owners: () => Object.fromEntries(owners), asked, write }
}

test('rows whose owners may own them are one write', async () => {
  const { write, owners, asked } = checkIns([])
  await write([row('1', 'ada'), row('2', 'bob'), row('3')])
  expect(owners()).toEqual({ 1: 'ada', 2: 'bob', 3: undefined })
  expect(asked).toEqual({ writes: 1, ofEvent: 0 })
})

test('the rows of a refused owner go to the owner of the event, and only those', async () => {
  const { write, owners, asked } = checkIns(['bob'])
  await write([row('1', 'ada'), row('2', 'bob'), row('3')])
  expect(owners()).toEqual({ 1: 'ada', 2: 'planner', 3: undefined })
  const { writes } = asked
  await write([row('4', 'ada'), row('5', 'bob')])
  expect([owners()[5], asked.writes]).toEqual(['planner', writes + 1])
})

test('the rows stay the connector’s where the owner of the event is refused too', async () => {
  const { write, owners } = checkIns(['ada', 'bob', 'planner'])
  await write([row('1', 'ada'), row('2', 'bob')])
  expect(owners()).toEqual({ 1: undefined, 2: undefined })
})

test('a write that is refused without any owner, or for another reason, fails', async () => {
  const no = new UnavailableError({ code: 'dataverse_no_access' }, { message: 'Dataverse answered 403' })
  const failing = (error: Error) =>
    createOwnedWrite(
      () => Promise.reject(error),
      async () => user('planner'),
    )
  await expect(failing(no)([row('1', 'ada')])).rejects.toBe(no)
  const conflict = new ConflictError('Changed in between.')
  await expect(failing(conflict)([row('1', 'ada')])).rejects.toBe(conflict)
})

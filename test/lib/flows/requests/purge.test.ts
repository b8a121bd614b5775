import { expect, test } from 'vitest'
import { RefusedError, UnavailableError } from '../../../../lib/core/errors.ts'
import { minute } from '../../../../lib/core/time.ts'
import { purge } from '../../../../lib/flows/requests/purge.ts'
import { defaultSettings } from '../../../../lib/model/account-settings.ts'
import type { Services } from '../../../../lib/services.ts'

type Part = 'attendees' | 'unmatched'

/** Rows of an account in memory, all of them too old; each deletion of a set takes a minute. */
function world(attendees: number) {
  const ids = (part: Part, count: number) => Array.from({ length: count }, (_, at) => `${part} ${at}`)
  const rows = { attendees: new Set(ids('attendees', attendees)), unmatched: new Set(ids('unmatched', 3)) }
  const cursors = new Map<string, string>()
  const state = { rows, cursors, at: Date.parse('2026-05-12T18:00:00Z'), kept: new Set<string>() }
  const hooks = { remove: async (): Promise<unknown> => undefined }
  const services = {
    now: () => new Date(state.at),
    cursors: {
      cursor: async (name: string) => cursors.get(name),
      setCursor: async (name: string, value: string) => void cursors.set(name, value),
      dropCursor: async (name: string) => void cursors.delete(name),
    },
    crm: {
      accountSettingsNow: async () => ({ ...defaultSettings, monthsKept: 12 }),
      async *pastRows(part: Part) {
        yield* [...rows[part]]
      },
      async deletePastRows(part: Part, set: readonly string[]) {
        state.at += minute
        await hooks.remove()
        return set.map((id) => {
          if (state.kept.has(id)) return { status: 'rejected', reason: new RefusedError({ code: 'purge_keeps_all' }) }
          rows[part].delete(id)
          return { status: 'fulfilled', value: undefined }
        })
      },
    },
  } as unknown as Services
  return { ...state, state, hooks, step: () => purge('account', services) }
}

test('a purge goes on where its last step ended, and counts all of them', async () => {
  const { rows, cursors, step } = world(2000)
  expect(await step()).toEqual({ progress: expect.any(Number) })
  expect(rows.attendees.size).toBeLessThan(2000)
  let done = await step()
  for (let steps = 0; done.progress && steps < 10; steps += 1) done = await step()
  expect(done).toEqual({ deleted: { months: 12, attendees: 2000, unmatched: 3, refused: 0 } })
  expect([rows.attendees.size, rows.unmatched.size, cursors.size]).toEqual([0, 0, 0])
})

test('a purge that an outage ends counts what it deleted before', async () => {
  const { rows, hooks, step } = world(150)
  let calls = 0
  hooks.remove = async () => {
    calls += 1
    if (calls === 2) throw new UnavailableError({ code: 'unreachable', system: 'Dataverse' })
  }
  await expect(step()).rejects.toThrow(UnavailableError)
  expect(rows.attendees.size).toBeGreaterThan(0)
  expect(await step()).toMatchObject({ deleted: { attendees: 150 } })
})

test('a row that Dynamics refuses to delete is told, and keeps no other', async () => {
  const { rows, state, step } = world(5)
  state.kept.add('attendees 2')
  expect(await step()).toEqual({ deleted: { months: 12, attendees: 4, unmatched: 3, refused: 1 } })
  expect([...rows.attendees]).toEqual(['attendees 2'])
})

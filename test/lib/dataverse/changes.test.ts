import { randomUUID } from 'node:crypto'
import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { day, minute } from '../../../lib/core/time.ts'
import { createChanges } from '../../../lib/dataverse/changes.ts'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { noBreaker } from '../../harness/no-limits.ts'

const table = 'msevtmgt_webinarconfiguration'
const most = 20_000
let emulator: Dataverse
beforeEach(async () => {
  emulator = await startDataverse()
})
afterEach(() => emulator.stop())

const insert = (id: string = randomUUID()) =>
  emulator.insert(table, { msevtmgt_webinarconfigurationid: id, msevtmgt_name: 'Account' })

/** Looks again and again, from where the last look ended. */
function looks() {
  const changes = createChanges(createDataverse(emulator.url, async () => 'token', noBreaker))
  let cursor: string | undefined
  return {
    async look(now = new Date()) {
      const found = await changes.changesSince(table, cursor, now, most)
      cursor = found.cursor
      const ids = (listed: boolean) => found.rows.filter((row) => row.listed === listed).map(({ id }) => id)
      return { changed: ids(false), listed: ids(true), anew: found.anew, ended: found.ended }
    },
    cursor: () => JSON.parse(cursor ?? ''),
    edit: (values: object) => {
      cursor = JSON.stringify({ ...JSON.parse(cursor ?? ''), ...values })
    },
  }
}

test('a first look tells of nothing, and the next ones of what changed and was deleted since', async () => {
  const old = insert()
  const { look } = looks()
  expect(await look()).toMatchObject({ changed: [], listed: [], anew: false, ended: true })
  const made = insert()
  emulator.remove(table, old)
  expect((await look()).changed.sort()).toEqual([old, made].sort())
  expect((await look()).changed).toEqual([])
})

test('a link that expired is not used: it may be answered with all rows as if they were new', async () => {
  const old = insert()
  const { look, cursor } = looks()
  await look()
  const { link } = cursor()
  emulator.calls.length = 0
  const later = new Date(Date.now() + 8 * day)
  expect(await look(later)).toMatchObject({ listed: [old], anew: true, ended: true })
  expect(cursor().link).not.toBe(link)
  const made = insert()
  expect(await look(later)).toMatchObject({ changed: [made], listed: [], anew: false })
})

test('after a restored backup the look starts anew by itself, and lists what the backup took back', async () => {
  const kept = insert()
  const { look } = looks()
  await look()
  // The environment moves on, and then is what it was before; its versions count on from there.
  for (let count = 0; count < 50; count += 1) emulator.update(table, kept, { msevtmgt_name: `Name ${count}` })
  await look(new Date(Date.now() - 10 * minute))
  const { port } = new URL(emulator.url)
  await emulator.stop()
  emulator = await startDataverse({ port: Number(port) })
  insert(kept)
  const made = insert()
  const found = await look()
  expect(found).toMatchObject({ anew: true, ended: true })
  expect(found.changed).toContain(made)
  expect(found.listed).toContain(kept)
  emulator.update(table, kept, { msevtmgt_name: 'After the restore' })
  expect(await look()).toMatchObject({ changed: [kept], listed: [], anew: false })
})

test('a whole round that lasts several looks leaves nothing out', async () => {
  const { look, edit } = looks()
  await look()
  const ids = Array.from({ length: 5_001 }, () => insert()).sort()
  edit({ at: new Date(Date.now() - 8 * day).toISOString() })
  const [first, second] = [await look(), await look()]
  expect(first.changed.sort()).toEqual(ids)
  expect([first.ended, second.ended]).toEqual([false, true])
  expect([...first.listed, ...second.listed].sort()).toEqual(ids)
})

import { expect, test } from 'vitest'
import { hour, minute } from '../../../../lib/core/time.ts'
import { queueDeletedContacts } from '../../../../lib/flows/sweep/queue-deleted-contacts.ts'
import { defaultSettings } from '../../../../lib/model/account-settings.ts'
import type { Services } from '../../../../lib/services.ts'
import { inMemorySweep } from '../../../harness/in-memory-sweep.ts'

type Noted = { contact: string; goneAt?: Date; isOrdered: boolean }

/** An account with contacts that left registrations; `there`: those that CRM has, with their masters. */
function sweeping(noted: Noted[], there: Map<string, { master: string | undefined }>) {
  const world = inMemorySweep()
  world.addAccount('one')
  const asked: string[][] = []
  const services = {
    ...world.services,
    crm: {
      ...world.services.crm,
      contactTable: 'contact',
      accountSettingsNow: async () => ({ ...defaultSettings, eraseDeleted: true }),
      contactsAmong: async (ids: string[]) => {
        asked.push(ids)
        return there
      },
    },
    formerRegistrants: { all: async () => noted },
  } as unknown as Services
  const sweep = async () => {
    await queueDeletedContacts(services)
    return world.take().map(({ queue, id }) => `${queue} ${id}`)
  }
  return { world, asked, sweep }
}

test('contacts that are gone, restored or merged are queued, and no others', async () => {
  const { sweep, asked } = sweeping(
    [
      ...['gone', 'there', 'merged'].map((contact) => ({ contact, isOrdered: false })),
      { contact: 'restored', goneAt: new Date(0), isOrdered: false },
      { contact: 'ordered', goneAt: new Date(0), isOrdered: true },
    ],
    new Map([
      ['there', { master: undefined }],
      ['restored', { master: undefined }],
      ['merged', { master: 'there' }],
    ]),
  )
  expect(await sweep()).toEqual(['registrations gone', 'registrations merged', 'registrations restored'])
  expect(asked).toEqual([['gone', 'merged', 'restored', 'there']])
})

test('contacts are looked for once an hour, so many at a time', async () => {
  const many = Array.from({ length: 5001 }, (_, at) => ({ contact: String(10_000 + at), isOrdered: false }))
  const { world, asked, sweep } = sweeping(many, new Map(many.map(({ contact }) => [contact, { master: undefined }])))
  await sweep()
  world.later(59 * minute)
  await sweep()
  expect(asked.map(({ length }) => length)).toEqual([5000])
  for (let look = 0; look < 2; look++) {
    world.later(hour)
    await sweep()
  }
  expect(asked.map(({ length }) => length)).toEqual([5000, 1, 5000])
})

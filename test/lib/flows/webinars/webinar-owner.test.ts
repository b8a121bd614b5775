import { expect, test } from 'vitest'
import { createWebinarOwners } from '../../../../lib/flows/webinars/webinar-owner.ts'
import type { Services } from '../../../../lib/services.ts'
import { createWebinarStore } from '../../../../lib/stores/webinars.ts'
import { aPlannedWebinar } from '../../../harness/builders.ts'
import { inMemoryTable } from '../../../harness/in-memory-table.ts'

test('workers that find out an owner at the same time name the same one', async () => {
  const place = { configuration: 'c', webinarId: '5000001' }
  const row = aPlannedWebinar({ ...place, id: 'first' })
  const bothAsk = Promise.withResolvers<void>()
  let asked = 0
  const crm: Pick<Services['crm'], 'webinarsNaming' | 'plannedWebinar'> = {
    plannedWebinar: async () => row,
    webinarsNaming: async () => {
      asked += 1
      if (asked === 2) bothAsk.resolve()
      await bothAsk.promise
      return [row]
    },
  }
  const table = inMemoryTable('record')(async (_name, work) => work())
  const { ownerOf } = createWebinarOwners({
    crm: crm as Services['crm'],
    webinarStore: createWebinarStore(table, () => new Date()),
    accountFor: async () => undefined,
    termsAccepted: async () => true,
    ownOrganizations: async () => ['6042beb1-a93a-4f11-8e4b-00224802c699'],
  })
  const owners = await Promise.all([ownerOf(place, 'first'), ownerOf(place, 'second')])
  expect(owners).toMatchObject([{ id: 'first' }, { id: 'first' }])
})

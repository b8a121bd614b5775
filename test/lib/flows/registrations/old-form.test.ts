import { expect, test } from 'vitest'
import { UnavailableError } from '../../../../lib/core/errors.ts'
import { hour } from '../../../../lib/core/time.ts'
import { findSiblings } from '../../../../lib/flows/registrations/find-siblings.ts'
import type { RegistrantAt } from '../../../../lib/flows/registrations/registrant.ts'
import type { RegistrationForm } from '../../../../lib/model/mapping.ts'
import type { Services } from '../../../../lib/services.ts'
import { aRegistration, aWebinarRow, nothingMapped } from '../../../harness/builders.ts'

const now = new Date('2026-05-12T16:00:00Z')
const asks: RegistrationForm = [{ field: 'std1', caption: 'Colour', required: true }]
const at = {
  ...{ kind: 'event', webinarRow: 'e', configuration: 'account', webinarId: '7', email: 'ada@example.test' },
  account: {},
} as RegistrantAt

/** Finds Ada’s registration by a form that asks for what she lacks. @param ago when it was read, in milliseconds */
async function find(ago: number, isOut = false) {
  let form = asks
  let reads = 0
  const registration = aRegistration({ id: 'r' })
  const webinar = aWebinarRow({ id: 'e', configuration: 'account', webinarId: '7' })
  const services = {
    now: () => now,
    mappingOf: async () => ({ ...nothingMapped, form, readAt: new Date(now.getTime() - ago) }),
    async readForm() {
      reads += 1
      if (isOut) throw new UnavailableError({ code: 'unreachable', system: 'ON24' })
      form = []
      return form
    },
    crm: { registrationsByEmail: async () => [{ registration, webinar }] },
  } as unknown as Services
  const [found] = await findSiblings(at, 'r', services)
  return { reads, faults: found?.faults?.length ?? 0 }
}

test('nobody is kept out by what the form asked for an hour ago', async () => {
  expect(await find(hour)).toEqual({ reads: 1, faults: 0 })
})

test('a form that was read a moment ago is not read for each person', async () => {
  expect(await find(1000)).toEqual({ reads: 0, faults: 1 })
})

test('a form that cannot be read at present counts as it is known', async () => {
  expect(await find(hour, true)).toEqual({ reads: 1, faults: 1 })
})

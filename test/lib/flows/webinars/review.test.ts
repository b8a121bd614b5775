import { expect, test } from 'vitest'
import { createRegistrantCipher } from '../../../../lib/credentials/registrant-cipher.ts'
import { reviewWebinar } from '../../../../lib/flows/webinars/review.ts'
import { defaultSettings } from '../../../../lib/model/account-settings.ts'
import type { ProviderWebinar } from '../../../../lib/model/webinar.ts'
import type { Services } from '../../../../lib/services.ts'
import { aConfiguration, aPlannedWebinar, nothingMapped } from '../../../harness/builders.ts'

const start = new Date('2026-07-01T16:00:00Z')
const held = { webinarId: '5', active: true, start, minutes: 60, audienceUrl: undefined, presenterUrl: undefined }

/** A webinar that stands at the provider as its row asks, unless the facts say otherwise. */
function review(there: Partial<ProviderWebinar> = {}) {
  const row = aPlannedWebinar({ id: 'e', webinarId: '5', configuration: 'account', timeZoneCode: 110 })
  const [reads, done]: [string[], boolean[]] = [[], []]
  const account = {
    ...{ title: 'ON24', lags: { list: 0, attendance: 0 }, capabilities: {}, readWebinarId: (typed: string) => typed },
    ...{ durations: { longest: 480, held: (minutes: number) => minutes } },
    validatePlan: async () => [],
    webinar: async () => ({ ...held, externalId: undefined, ...there }),
    async *registrants() {},
  }
  const services = {
    crm: {
      plannedWebinar: async () => {
        reads.push('row')
        return row
      },
      async *registrationsWithContacts() {},
      registrationTableOf: () => 'registrations',
      writeWebinar: async () => row.etag,
      webinarUrlRoom: () => 200,
      hasLedger: async () => false,
      accountSettings: async () => defaultSettings,
    },
    statusStore: {
      written: async () => ({ code: 'status_ready', hash: '' }),
      write: async () => undefined,
    },
    entranceStore: { entrance: async () => undefined, note: async () => undefined },
    reviewStore: { noteDone: async (_kind: string, _id: string, isWell: boolean) => void done.push(isWell) },
    webinarStore: { record: async () => undefined },
    attendanceStore: { pull: async () => undefined },
    registrationStore: { appliedOf: async () => new Map() },
    credentialStore: { configuration: async () => aConfiguration({ lastUsed: start }) },
    providers: new Map([['on24', account]]),
    accountFor: async () => account,
    registrantCipherFor: async () => createRegistrantCipher('account', new Uint8Array(32)),
    ownerOf: async () => ({ kind: 'event', table: row.table, id: row.id }),
    noteIfForeign: async () => undefined,
    ownOrganizations: async () => ['6042beb1-a93a-4f11-8e4b-00224802c699'],
    termsAccepted: async () => true,
    mappingOf: async () => nothingMapped,
    readForm: async () => undefined,
    timeZoneOfCode: async () => 'Europe/Berlin',
    language: async () => 'en',
    queues: { send: async () => undefined },
    now: () => new Date('2026-06-20T08:00:00Z'),
  } as unknown as Services
  return { run: () => reviewWebinar({ table: row.table, id: row.id }, services), reads, done }
}

test('a review reads its row once', async () => {
  const { run, reads, done } = review()
  expect(await run()).toMatchObject({ findings: 0, audit: { people: 0, differing: 0 } })
  expect(reads).toEqual(['row'])
  expect(done).toEqual([true])
})

test('a review that finds something to put right does not count as one that found all well', async () => {
  const { run, done } = review({ active: false })
  expect(await run()).toMatchObject({ findings: 1, audit: 'closed' })
  expect(done).toEqual([false])
})

import { expect, test } from 'vitest'
import { UnavailableError } from '../../../../lib/core/errors.ts'
import { hour } from '../../../../lib/core/time.ts'
import { createRegistrantCipher } from '../../../../lib/credentials/registrant-cipher.ts'
import { createJoining } from '../../../../lib/flows/registrations/join.ts'
import { defaultSettings } from '../../../../lib/model/account-settings.ts'
import type { Entrance } from '../../../../lib/model/entrance.ts'
import { neverApplied } from '../../../../lib/rules/registrations/applied-state.ts'
import { joinToken, signedLink } from '../../../../lib/rules/registrations/join-link.ts'
import type { Services } from '../../../../lib/services.ts'
import { createAttendanceStore } from '../../../../lib/stores/attendance.ts'
import { createEntranceStore } from '../../../../lib/stores/entrances.ts'
import { createRegistrationStore } from '../../../../lib/stores/registrations.ts'
import { aPlannedWebinar } from '../../../harness/builders.ts'
import { inMemoryTable } from '../../../harness/in-memory-table.ts'

const now = new Date('2026-07-01T16:00:00Z')
const id = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001'
const email = 'ada@example.test'
const cipher = createRegistrantCipher('c', new Uint8Array(32))
const sign = (salt: string) => cipher.signLink(id, salt)
const token = joinToken(id, sign('salt'))
const place = { configuration: 'c', webinarId: '1' }
const open: Entrance = {
  ...{ ...place, audienceUrl: 'https://event.on24.com/wcc/r/1/AB', title: 'Demo', isCancelled: false },
  ...{ start: new Date(now.getTime() - hour / 2), end: new Date(now.getTime() + hour / 2), zone: 'Europe/Berlin' },
}
const out = async (): Promise<never> => {
  throw new UnavailableError({ code: 'vault_unreachable' })
}
const form = { action: 'https://seamlessreg.on24.com/', fields: { email }, leadsTo: [] }

/** A registration with a link, and the services that a join link needs. */
async function world({
  entrance = open,
  isOpen = true,
  applied = 'registered',
  archiveEnd,
  services = {},
}: {
  entrance?: Entrance | undefined
  isOpen?: boolean
  applied?: 'none' | 'registered' | 'cancelled' | 'erased'
  archiveEnd?: Date
  services?: Record<string, unknown>
}) {
  const table = () => inMemoryTable('record')(async (_name, work) => work())
  const webinars = table()
  const registrationStore = createRegistrationStore(table(), table(), () => now)
  const entranceStore = createEntranceStore(webinars)
  const attendanceStore = createAttendanceStore(webinars)
  const key = cipher.keyOf('1', email)
  await registrationStore.assign(
    id,
    {
      ...{ ...place, emailHash: key.emailHash, kind: 'event', webinarRow: 'e', sealedEmail: cipher.seal(email, id) },
      ...{ leaving: [], releasedProviderId: '', link: { ...signedLink(sign, 'salt'), isOpen } },
    },
    undefined,
  )
  await registrationStore.fence(key, await registrationStore.readApplied(key), { ...neverApplied, state: applied })
  await entranceStore.note('event', 'e', entrance, undefined)
  if (archiveEnd) await webinars.put('event_e', 'pull', { ...place, archiveEnd })
  const { joining } = createJoining({
    ...{ registrationStore, entranceStore, attendanceStore, now: () => now },
    crm: { accountSettings: async () => ({ ...defaultSettings, loginOnly: true }), webinarTableOf: () => 'events' },
    accountFor: async () => ({
      signInForm: (_link: string, address: string) => ({ ...form, fields: { email: address } }),
    }),
    registrantCipherFor: async () => cipher,
    timeZoneOfCode: async () => 'Europe/Berlin',
    ...services,
  } as unknown as Services)
  return { joining, webinars }
}

const where = async (options: Parameters<typeof world>[0], given = token) =>
  (await (await world(options)).joining(given)).to

test('a link leads to the webinar, and signs in where people log in only', async () => {
  const { joining } = await world({})
  expect(await joining(token)).toEqual({ to: 'webinar', entrance: open, signIn: form })
  expect(
    await where(
      {},
      token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    ),
  ).toBe('unknown')
})

test('a link of somebody who was cancelled or erased is unknown', async () => {
  expect(await where({ isOpen: false })).toBe('unknown')
  expect(await where({ applied: 'cancelled' })).toBe('unknown')
  expect(await where({ applied: 'erased' })).toBe('unknown')
})

test('a link leads on while the registration is on its way to a webinar that was made anew', async () => {
  expect(await where({ applied: 'none' })).toBe('webinar')
})

test('a webinar that is ahead, cancelled, not made yet or over is told apart', async () => {
  const at = (hours: number) => ({
    start: new Date(now.getTime() + hours * hour),
    end: new Date(now.getTime() + (hours + 1) * hour),
  })
  expect(await where({ entrance: { ...open, ...at(2) } })).toBe('early')
  expect(await where({ entrance: { ...open, isCancelled: true }, isOpen: false })).toBe('cancelled')
  expect(await where({ entrance: { ...open, audienceUrl: '' } })).toBe('not ready')
  const over = { ...open, ...at(-48) }
  expect(await where({ entrance: over })).toBe('webinar')
  expect(await where({ entrance: over, archiveEnd: new Date(now.getTime() + hour) })).toBe('webinar')
  expect(await where({ entrance: over, archiveEnd: new Date(now.getTime() - hour) })).toBe('over')
  const anew = { ...over, webinarId: '2' }
  expect(await where({ entrance: anew, archiveEnd: new Date(now.getTime() - hour) })).toBe('webinar')
})

test('while CRM, the provider or the vault is out, the webinar’s own page asks for the address', async () => {
  const parts = [
    { crm: { accountSettings: out } },
    { accountFor: out },
    { registrantCipherFor: out },
    { registrantCipherFor: async () => createRegistrantCipher('c', new Uint8Array(32).fill(1)) },
    { accountFor: async () => ({}) },
  ]
  for (const services of parts) {
    const { joining } = await world({ services })
    expect(await joining(token)).toMatchObject({ to: 'webinar', signIn: undefined })
  }
})

test('an entrance that was never noted is read from CRM once', async () => {
  let reads = 0
  const webinar = aPlannedWebinar({ webinarId: '1', shown: { links: [open.audienceUrl], columns: {} } })
  const crm = {
    accountSettings: async () => defaultSettings,
    webinarTableOf: () => 'events',
    plannedWebinar: async () => {
      reads += 1
      return webinar
    },
  }
  const { joining, webinars } = await world({ services: { crm } })
  await webinars.remove('event_e', 'entrance')
  const [first] = await Promise.all([joining(token), joining(token)])
  expect(first).toMatchObject({ to: 'webinar', entrance: { audienceUrl: open.audienceUrl } })
  expect(reads).toBe(1)
})

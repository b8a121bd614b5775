import { randomUUID } from 'node:crypto'
import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ConflictError, NotFoundError } from '../../../lib/core/errors.ts'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { type Configurations, createConfigurations } from '../../../lib/dataverse/configurations.ts'
import { type Consents, createConsents } from '../../../lib/dataverse/consents.ts'
import { noBreaker } from '../../harness/no-limits.ts'

let emulator: Dataverse
let crm: Configurations & Consents
beforeAll(async () => {
  emulator = await startDataverse()
  const dataverse = createDataverse(emulator.url, async () => 'token', noBreaker)
  crm = { ...createConfigurations(dataverse), ...createConsents(dataverse) }
})
afterAll(() => emulator.stop())
beforeEach(() => {
  for (const { msevtmgt_webinarconsentid } of emulator.rows('msevtmgt_webinarconsent')) {
    emulator.remove('msevtmgt_webinarconsent', String(msevtmgt_webinarconsentid))
  }
})

const table = 'msevtmgt_webinarconfiguration'
const consent = 'msevtmgt_webinarconsent'
const typed = {
  msevtmgt_clientid: ' 22355 ',
  msevtmgt_accesstokenkey: 'key\n',
  msevtmgt_accesstokensecret: '\tsecret',
}
const provider = (name: string) => emulator.insert('msevtmgt_webinarprovider', { msevtmgt_name: name })

test('a row is read as it was typed, without the spaces around', async () => {
  const providerRow = provider('ON24')
  const id = emulator.insert(table, { ...typed, msevtmgt_webinarproviderid: providerRow })
  expect(await crm.configurationRow(id)).toEqual({
    id,
    active: true,
    providerName: 'ON24',
    providerRow,
    etag: expect.stringContaining('W/'),
    modifiedBy: emulator.row(table, id)?.modifiedby,
    clientId: '22355',
    accessTokenKey: 'key',
    accessTokenSecret: 'secret',
    generation: 0,
  })
})

test('a generation is read as it was written, and what another product left there is none', async () => {
  const id = emulator.insert(table, { msevtmgt_accesstoken: '7a3f0042' })
  expect(await crm.configurationRow(id)).toMatchObject({ generation: 0 })
  await crm.writeConfiguration(id, { generation: 12 })
  expect(await crm.configurationRow(id)).toMatchObject({ generation: 12 })
})

test('an empty row has empty columns and no provider, a deactivated one is not active', async () => {
  const id = emulator.insert(table, { statecode: 1 })
  expect(await crm.configurationRow(id)).toMatchObject({
    active: false,
    providerName: undefined,
    providerRow: undefined,
    clientId: '',
    accessTokenKey: '',
    accessTokenSecret: '',
  })
  expect(await crm.configurationRow(randomUUID())).toBeUndefined()
})

test('given values are written, and omitted ones stay', async () => {
  const id = emulator.insert(table, { ...typed, msevtmgt_message: 'Before.' })
  await crm.writeConfiguration(id, { authorized: 'expired', status: 'forbidden' })
  expect(emulator.row(table, id)).toMatchObject({
    ...typed,
    msevtmgt_message: 'Before.',
    msevtmgt_authorized: 100000002,
    msevtmgt_providerservicestatus: 100000002,
  })
  const metricsAt = new Date('2026-03-01T10:00:00Z')
  await crm.writeConfiguration(id, { message: 'x'.repeat(1000), metricsAt, clientId: null, blankSecrets: true })
  expect(emulator.row(table, id)).toMatchObject({
    msevtmgt_message: 'x'.repeat(1000),
    msevtmgt_lastupdatedatetime: '2026-03-01T10:00:00Z',
    msevtmgt_clientid: null,
    msevtmgt_accesstokenkey: null,
    msevtmgt_accesstokensecret: null,
  })
})

test.each([
  ['healthy', 100000000],
  ['not_authenticated', 100000001],
  ['forbidden', 100000002],
  ['unhealthy', 100000003],
] as const)('health %s is the option %i', async (status, option) => {
  const id = emulator.insert(table, {})
  await crm.writeConfiguration(id, { status })
  expect(emulator.row(table, id)).toMatchObject({ msevtmgt_providerservicestatus: option })
})

test('a row changed since it was read is not overwritten, and a missing one not made', async () => {
  const id = emulator.insert(table, typed)
  const read = await crm.configurationRow(id)
  emulator.update(table, id, { msevtmgt_accesstokenkey: 'newer' })
  await expect(crm.writeConfiguration(id, { blankSecrets: true }, read?.etag)).rejects.toThrow(ConflictError)
  expect(emulator.row(table, id)).toMatchObject({ msevtmgt_accesstokenkey: 'newer' })
  await expect(crm.writeConfiguration(randomUUID(), { message: 'Hello.' })).rejects.toThrow(NotFoundError)
})

test('terms are accepted by one active row that says yes; who and when is told', async () => {
  expect(await crm.acceptedTerms(undefined)).toBeUndefined()
  emulator.insert(consent, { msevtmgt_consentprovided: false })
  emulator.insert(consent, { msevtmgt_consentprovided: true, statecode: 1 })
  expect(await crm.acceptedTerms(undefined)).toBeUndefined()
  emulator.insert(consent, { msevtmgt_consentprovided: true })
  expect(await crm.acceptedTerms(undefined)).toEqual({
    acceptedAt: expect.any(Date),
    acceptedBy: '5b0e1d1c-6a54-4f0e-9d5e-7a1f4c7f0001',
  })
})

test('terms of another provider do not count, terms without a provider do', async () => {
  const [on24, teams] = [provider('ON24'), provider('Teams')]
  emulator.insert(consent, { msevtmgt_consentprovided: true, msevtmgt_webinarproviderid: teams })
  expect(await crm.acceptedTerms(on24)).toBeUndefined()
  expect(await crm.acceptedTerms(teams)).toBeDefined()
  emulator.insert(consent, { msevtmgt_consentprovided: true })
  expect(await crm.acceptedTerms(on24)).toBeDefined()
})

test('a consent is written once, and again after it was withdrawn', async () => {
  const id = randomUUID()
  await crm.writeConsent(id, 'ON24 terms accepted')
  expect(await crm.acceptedTerms(undefined)).toMatchObject({ acceptedBy: '5b0e1d1c-6a54-4f0e-9d5e-7a1f4c7f0002' })
  emulator.update(consent, id, { msevtmgt_consentprovided: false, statecode: 1 })
  expect(await crm.acceptedTerms(undefined)).toBeUndefined()
  await crm.writeConsent(id, 'ON24 terms accepted')
  expect(await crm.acceptedTerms(undefined)).toBeDefined()
  expect(emulator.rows(consent)).toHaveLength(1)
})

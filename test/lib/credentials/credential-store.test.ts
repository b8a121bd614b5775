import { randomUUID } from 'node:crypto'
import { TableClient } from '@azure/data-tables'
import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConflictError, CredentialsRefusedError, UnavailableError } from '../../../lib/core/errors.ts'
import { createTable } from '../../../lib/core/table.ts'
import { createCredentialStore } from '../../../lib/credentials/credential-store.ts'
import { seal } from '../../../lib/credentials/envelope.ts'
import type { KeyRing } from '../../../lib/credentials/key-ring.ts'
import type { Credentials } from '../../../lib/model/configuration.ts'
import { inMemoryVault } from '../../harness/in-memory-vault.ts'

let storage: Storage
let client: TableClient
beforeAll(async () => {
  storage = await startStorage()
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } }
  client = TableClient.fromConnectionString(storage.connectionString, 'configurations', options)
})
afterAll(() => storage.stop())

const credentials: Credentials = {
  provider: 'on24',
  region: 'eu',
  clientId: '22355',
  accessTokenKey: 'plain-key-0123456789',
  accessTokenSecret: 'plain-secret-0123456789',
}
const at = new Date('2026-03-01T10:00:00Z')
const about = {
  clientId: '22355',
  terms: { acceptedAt: at, acceptedBy: 'Erin' },
  deleteCancelledWebinars: true,
  health: { status: 'healthy', message: { code: 'credentials_accepted', provider: 'ON24' }, checkedAt: at },
  configuredAt: at,
  generation: 2,
} as const

/** A store that keeps over whatever is there. */
function newStore(keys: KeyRing = inMemoryVault().ring()) {
  const store = createCredentialStore(createTable(client), keys)
  const keep = async (id: string, ...given: [Credentials, Parameters<typeof store.keep>[2]]) =>
    store.keep(id, ...given, await store.generation(id))
  const credentials = async (id: string, least = 0) => (await store.open(id, least))?.credentials
  return { store: { ...store, keep, credentials }, id: randomUUID() }
}
const envelopeOf = async (id: string) => {
  const { envelope } = await client.getEntity<{ envelope: string }>('configuration', id)
  return JSON.parse(envelope) as { kid: string; ct: { text: string } }
}
const setEnvelope = (id: string, envelope: string) =>
  client.updateEntity({ partitionKey: 'configuration', rowKey: id, envelope }, 'Merge')

test('kept credentials come back with their facts, and some of these without opening them', async () => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  const { provider, region, clientId } = credentials
  const times = { lastMetricsUpdate: null, lastUsed: about.configuredAt }
  const known = { id, provider, clientId, health: about.health, ...times, etag: expect.any(String) }
  expect(await store.open(id, 2)).toEqual({ ...known, ...about, region, credentials })
  expect(await store.configuration(id)).toEqual(known)
  expect(await store.configurations()).toContainEqual(known)
})

test('a row of the first edition is read until an order is counted, and bound by its first use', async () => {
  const keys = inMemoryVault().ring()
  const { store, id } = newStore(keys)
  const { clientId, terms, health, configuredAt } = about
  await createTable(client).put('configuration', id, {
    ...{ provider: 'on24', region: 'eu', clientId, configuredAt, lastUsed: configuredAt },
    ...{ termsAcceptedAt: terms.acceptedAt, termsAcceptedBy: terms.acceptedBy },
    ...{
      healthStatus: health.status,
      healthMessage: 'ON24 accepts the credentials.',
      healthCheckedAt: health.checkedAt,
    },
    envelope: JSON.stringify(await seal(JSON.stringify(credentials), id, keys)),
  })
  const first = await client.getEntity('configuration', id)
  await expect(store.open(id, 1)).rejects.toThrow(CredentialsRefusedError)
  expect(await store.open(id, 0)).toMatchObject({
    ...{ provider: 'on24', region: 'eu', clientId, terms, credentials, generation: 1 },
    health: { ...health, message: { code: 'as_written', text: 'ON24 accepts the credentials.' } },
  })
  expect(await envelopeOf(id)).toMatchObject({ v: 2 })
  expect(await store.credentials(id, 1)).toEqual(credentials)
  await client.updateEntity({ ...first, partitionKey: 'configuration', rowKey: id, generation: 9 }, 'Replace')
  await expect(store.open(id, 1)).rejects.toThrow(CredentialsRefusedError)
})

test('a health that only a newer version knows is found out anew, and the account goes on', async () => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  await createTable(client).merge('configuration', id, { healthStatus: 'paused', lastMetricsUpdate: 'never' })
  expect(await store.configuration(id)).toMatchObject({ health: { status: 'unhealthy' }, lastMetricsUpdate: null })
  await store.keep(id, credentials, about)
  expect(await store.configuration(id)).toMatchObject({ health: { status: about.health.status } })
})

test('credentials of a provider without regions come back as they were given', async () => {
  const { store, id } = newStore()
  const others = { provider: 'teams', tenant: 'contoso', application: 'a', certificate: 'c' }
  await store.keep(id, others, { ...about, clientId: 'contoso' })
  expect(await store.credentials(id)).toEqual(others)
  expect(await store.open(id, 2)).toMatchObject({ provider: 'teams', region: undefined, clientId: 'contoso' })
})

test('nothing of the secrets can be read in the table', async () => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  const entity = JSON.stringify(await client.getEntity('configuration', id))
  for (const secret of ['plain-key-0123456789', 'plain-secret-0123456789']) {
    for (const encoding of ['utf8', 'base64', 'hex'] as const) {
      expect(entity).not.toContain(Buffer.from(secret).toString(encoding).replace(/=+$/, ''))
    }
  }
})

test('an envelope under an older key opens, and its next use seals it under the newest', async () => {
  const vault = inMemoryVault()
  const { store, id } = newStore(vault.ring())
  await store.keep(id, credentials, about)
  const before = await envelopeOf(id)
  const rotated = vault.rotate()
  expect(await store.credentials(id)).toEqual(credentials)
  expect((await envelopeOf(id)).kid).toBe(rotated)
  expect(before.kid).not.toBe(rotated)
  vault.purge(before.kid)
  expect(await store.credentials(id)).toEqual(credentials)
  expect(await store.open(id, 2)).toMatchObject(about)
})

test('sealing again does not undo credentials that were saved in between', async () => {
  const vault = inMemoryVault()
  const keys = vault.ring()
  const { store, id } = newStore(keys)
  await store.keep(id, credentials, about)
  vault.rotate()
  const renewed = { ...credentials, accessTokenKey: 'another-key' }
  let entered: Promise<void> | undefined
  const slow = createCredentialStore(createTable(client), {
    ...keys,
    isOutdated: async (wrapped) => {
      entered ??= store.keep(id, renewed, about)
      await entered
      return keys.isOutdated(wrapped)
    },
  })
  expect(await slow.open(id, 0)).toMatchObject({ credentials })
  expect(await store.credentials(id)).toEqual(renewed)
})

test('an envelope copied from another row is refused', async () => {
  const keys = inMemoryVault().ring()
  const [mine, theirs] = [newStore(keys), newStore(keys)]
  await mine.store.keep(mine.id, credentials, about)
  await theirs.store.keep(theirs.id, { ...credentials, clientId: '99' }, about)
  await setEnvelope(mine.id, JSON.stringify(await envelopeOf(theirs.id)))
  await expect(mine.store.credentials(mine.id)).rejects.toThrow(CredentialsRefusedError)
})

test.each([
  ['names a key that is gone', (text: string) => text.replace(/"kid":"."/, '"kid":"0').replace(/"kid":"./, '"kid":"-')],
  ['has an unknown version', (text: string) => text.replace('"v":2', '"v":3')],
  ['says that it binds nothing', (text: string) => text.replace('"v":2', '"v":1')],
  ['has a changed byte', (text: string) => text.replace(/"text":"./, (start) => `${start.slice(0, -1)}~`)],
  ['is no JSON', () => 'gibberish'],
])('an envelope that %s is refused, but can still be seen, renewed and removed', async (_, damage) => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  await setEnvelope(id, damage(JSON.stringify(await envelopeOf(id))))
  await expect(store.credentials(id)).rejects.toThrow(CredentialsRefusedError)
  expect(await store.configuration(id)).toMatchObject({ clientId: '22355' })
  expect((await store.configurations()).map((one) => one.id)).toContain(id)
  await store.keep(id, credentials, about)
  expect(await store.credentials(id)).toEqual(credentials)
  expect(await store.remove(id)).toBe(true)
})

test('health and metrics are noted on kept credentials, never on removed ones', async () => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  const health = {
    status: 'forbidden',
    message: { code: 'access_level_missing', provider: 'ON24' },
    checkedAt: new Date('2026-03-02T10:00:00Z'),
  } as const
  const lastMetricsUpdate = new Date('2026-03-02T11:00:00Z')
  const { etag = '' } = (await store.configuration(id)) ?? {}
  await store.note(id, { lastMetricsUpdate })
  expect(await store.noteHealth(id, health, etag)).toBe(false)
  const { etag: latest = '' } = (await store.configuration(id)) ?? {}
  expect(await store.noteHealth(id, health, latest)).toBe(true)
  expect(await store.open(id, 2)).toMatchObject({ health, lastMetricsUpdate, terms: about.terms })
  expect([await store.remove(id), await store.remove(id)]).toEqual([true, false])
  await store.note(id, { lastMetricsUpdate })
  expect(await store.noteHealth(id, health, latest)).toBe(false)
  expect(await store.configuration(id)).toBeUndefined()
  expect(await store.credentials(id)).toBeUndefined()
})

test('renewed credentials keep the last metrics time and take the new terms', async () => {
  const { store, id } = newStore()
  const lastMetricsUpdate = new Date('2026-03-02T11:00:00Z')
  await store.keep(id, credentials, about)
  await store.note(id, { lastMetricsUpdate })
  await store.keep(id, credentials, { ...about, terms: { acceptedAt: at, acceptedBy: null } })
  expect(await store.open(id, 2)).toMatchObject({
    lastMetricsUpdate,
    terms: { acceptedAt: at, acceptedBy: null },
  })
})

test('nothing is kept without a key, and earlier credentials stay', async () => {
  const vault = inMemoryVault()
  const { store, id } = newStore(vault.ring())
  await store.keep(id, credentials, about)
  const cut = createCredentialStore(createTable(client), vault.ring())
  vault.answer(new Error('Nobody answers.'))
  await expect(cut.keep(id, { ...credentials, clientId: '1' }, about, about.generation)).rejects.toThrow(
    UnavailableError,
  )
  expect(await store.credentials(id)).toEqual(credentials)
})

test('credentials that were removed while others were being proven are not replaced by them', async () => {
  const { store, id } = newStore()
  const table = createCredentialStore(createTable(client), inMemoryVault().ring())
  const over = await store.generation(id)
  expect(await store.remove(id)).toBe(false)
  await expect(table.keep(id, credentials, about, over)).rejects.toThrow(ConflictError)
  const fence = await store.generation(id)
  await store.remove(id)
  await expect(table.keep(id, credentials, about, fence)).rejects.toThrow(ConflictError)
  expect(await store.configuration(id)).toBeUndefined()
  expect((await store.configurations()).map((one) => one.id)).not.toContain(id)
})

test('credentials are kept while their health is noted, and not over others', async () => {
  const keys = inMemoryVault().ring()
  const { store, id } = newStore(keys)
  await store.keep(id, credentials, about)
  const table = createCredentialStore(createTable(client), keys)
  await store.note(id, { lastUsed: new Date() })
  await table.keep(id, credentials, { ...about, generation: 3 }, 2)
  await expect(table.keep(id, credentials, { ...about, generation: 3 }, 2)).rejects.toThrow(ConflictError)
  expect(await store.open(id, 3)).toMatchObject({ generation: 3 })
})

test('a removal is forgotten, but for credentials that were given since', async () => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  expect(await store.remove(id)).toBe(true)
  await store.keep(id, credentials, about)
  await store.forgetRemoval(id)
  expect(await store.configuration(id)).toBeDefined()
  await store.remove(id)
  await store.forgetRemoval(id)
  expect(await store.generation(id)).toBe(0)
  expect(await Array.fromAsync(client.listEntities({ queryOptions: { filter: `RowKey eq '${id}'` } }))).toEqual([])
})

test.each([
  ['provider', 'teams'],
  ['region', 'na'],
  ['clientId', '1'],
  ['configuredAt', new Date('2026-03-02T10:00:00Z')],
  ['termsAcceptedAt', new Date('2026-03-02T10:00:00Z')],
  ['termsAcceptedBy', 'The CEO'],
  ['deleteCancelledWebinars', false],
  ['generation', 3],
])('an envelope does not open beside another %s', async (column, value) => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  await client.updateEntity({ partitionKey: 'configuration', rowKey: id, [column]: value }, 'Merge')
  await expect(store.open(id, 0)).rejects.toThrow(CredentialsRefusedError)
})

test('an older row that is put back is refused by the generation that CRM tells', async () => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  const older = await client.getEntity('configuration', id)
  await store.keep(id, credentials, { ...about, deleteCancelledWebinars: false, generation: 3 })
  await client.updateEntity({ ...older, partitionKey: 'configuration', rowKey: id }, 'Replace')
  expect(await store.open(id, 2)).toMatchObject({ deleteCancelledWebinars: true })
  await expect(store.open(id, 3)).rejects.toThrow(CredentialsRefusedError)
})

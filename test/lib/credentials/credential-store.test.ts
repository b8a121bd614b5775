import { randomUUID } from 'node:crypto'
import { TableClient } from '@azure/data-tables'
import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CredentialsRefusedError, UnavailableError } from '../../../lib/core/errors.ts'
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
} as const

function newStore(keys: KeyRing = inMemoryVault().ring()) {
  return { store: createCredentialStore(createTable(client), keys), id: randomUUID() }
}
const envelopeOf = async (id: string) => {
  const { envelope } = await client.getEntity<{ envelope: string }>('configuration', id)
  return JSON.parse(envelope) as { kid: string; ct: { text: string } }
}
const setEnvelope = (id: string, envelope: string) =>
  client.updateEntity({ partitionKey: 'configuration', rowKey: id, envelope }, 'Merge')

test('kept credentials come back, and their visible facts without opening them', async () => {
  const { store, id } = newStore()
  await store.keep(id, credentials, about)
  expect(await store.credentials(id)).toEqual(credentials)
  const { accessTokenKey: _key, accessTokenSecret: _secret, ...shown } = credentials
  const known = {
    id,
    ...shown,
    ...about,
    lastMetricsUpdate: null,
    lastUsed: about.configuredAt,
    etag: expect.any(String),
  }
  expect(await store.configuration(id)).toEqual(known)
  expect(await store.configurations()).toContainEqual(known)
})

test('a row and an envelope of the first edition are still read', async () => {
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
  expect(await store.credentials(id)).toEqual(credentials)
  expect(await store.configuration(id)).toMatchObject({
    ...{ provider: 'on24', region: 'eu', clientId, terms },
    health: { ...health, message: { code: 'as_written', text: 'ON24 accepts the credentials.' } },
  })
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
  expect(await store.configuration(id)).toMatchObject({ provider: 'teams', region: undefined, clientId: 'contoso' })
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
  expect(await store.configuration(id)).toMatchObject(about)
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
  expect(await slow.credentials(id)).toEqual(credentials)
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
  ['has an unknown version', (text: string) => text.replace('"v":1', '"v":2')],
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
  expect(await store.configuration(id)).toMatchObject({ health, lastMetricsUpdate, terms: about.terms })
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
  expect(await store.configuration(id)).toMatchObject({
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
  await expect(cut.keep(id, { ...credentials, clientId: '1' }, about)).rejects.toThrow(UnavailableError)
  expect(await store.credentials(id)).toEqual(credentials)
})

import { expect, test } from 'vitest'
import type { Configuration } from '../../../../lib/model/configuration.ts'
import type { ConfigurationRow } from '../../../../lib/model/crm.ts'
import { configurationAction } from '../../../../lib/rules/configurations/configuration-action.ts'

const blank: ConfigurationRow = {
  ...{ id: '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001', active: true, providerName: 'ON24', providerRow: 'a-provider' },
  ...{ clientId: '', accessTokenKey: '', accessTokenSecret: '', etag: 'W/"1"' },
}
const typed = { ...blank, clientId: '1', accessTokenKey: 'key', accessTokenSecret: 'secret' }
const at = new Date('2026-03-01T10:00:00Z')
const kept: Configuration = {
  ...{
    id: blank.id,
    provider: 'on24',
    region: 'na',
    clientId: '1',
    configuredAt: at,
    lastMetricsUpdate: null,
    lastUsed: at,
    deleteCancelledWebinars: false,
    etag: 'W/"1"',
  },
  ...{
    terms: { acceptedAt: at, acceptedBy: null },
    health: { status: 'healthy', message: { code: 'credentials_accepted', provider: 'ON24' }, checkedAt: at },
  },
}
const decide = (row: ConfigurationRow | undefined, known?: Configuration, written?: string) =>
  configurationAction(row, known, written, { name: 'on24', title: 'ON24' })
const inForce = { code: 'kept_in_force', clientId: '1' }

test('a whole set of credentials is kept, new or instead of others', () => {
  expect(decide(typed)).toEqual({ do: 'keep' })
  expect(decide({ ...typed, clientId: '2' }, kept)).toEqual({ do: 'keep' })
})

test.each<[string, ConfigurationRow | undefined]>([
  ['is deleted', undefined],
  ['is deactivated', { ...typed, active: false }],
  ['has no client id any more', blank],
  ['was given to another provider', { ...typed, providerName: 'Teams' }],
])('what is kept goes when the row %s; if nothing is kept, nothing happens', (_when, row) => {
  expect(decide(row, kept)).toEqual({ do: 'remove' })
  expect(decide(row)).toEqual({ do: 'nothing' })
})

test.each(['ON24', 'on24', 'On 24', ' ON-24 ', undefined])('the provider may be called %j', (providerName) => {
  expect(decide({ ...typed, providerName })).toEqual({ do: 'keep' })
})

test.each([
  [{ clientId: '' }, ['client_id']],
  [{ accessTokenKey: '' }, ['access_token_key']],
  [{ accessTokenSecret: '' }, ['access_token_secret']],
  [{ clientId: '', accessTokenSecret: '' }, ['client_id', 'access_token_secret']],
])('half typed credentials are asked for by name: %j', (lacking, missing) => {
  const incomplete = { code: 'credentials_incomplete', missing }
  expect(decide({ ...typed, ...lacking })).toEqual({ do: 'say', messages: [incomplete] })
  expect(decide({ ...typed, ...lacking }, kept)).toEqual({ do: 'say', messages: [incomplete, inForce] })
})

test('a client id alone asks for nothing before anything is kept', () => {
  expect(decide({ ...blank, clientId: '1' })).toEqual({ do: 'nothing' })
})

test('a row that shows what is kept is left alone', () => {
  expect(decide({ ...blank, clientId: '1' }, kept)).toEqual({ do: 'nothing' })
})

test('another client id without its secrets is asked for them once', () => {
  const other = { ...blank, clientId: '2' }
  expect(decide(other, kept)).toMatchObject({ do: 'say' })
  expect(decide(other, kept, 'credentials_accepted')).toMatchObject({ do: 'say' })
  expect(decide(other, kept, inForce.code)).toEqual({ do: 'nothing' })
})

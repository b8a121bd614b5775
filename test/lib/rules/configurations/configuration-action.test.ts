import { expect, test } from 'vitest'
import type { Configuration } from '../../../../lib/model/configuration.ts'
import type { ConfigurationRow } from '../../../../lib/model/crm.ts'
import { createOn24 } from '../../../../lib/on24/provider.ts'
import {
  accountIn,
  configurationAction,
  typedCredentials,
} from '../../../../lib/rules/configurations/configuration-action.ts'
import { aConfiguration, aConfigurationRow } from '../../../harness/builders.ts'
import { noLimits } from '../../../harness/no-limits.ts'

const blank = aConfigurationRow()
const typed = { ...blank, clientId: '1', accessTokenKey: 'key', accessTokenSecret: 'secret' }
const kept = aConfiguration()
const on24 = createOn24({ na: '', eu: '' }, noLimits)
const inForce = { code: 'kept_in_force', clientId: '1' }
const waiting = { provider: 'on24', clientId: '1' }
const decide = (
  row: ConfigurationRow | undefined,
  known?: Configuration,
  written?: string,
  pending?: { provider: string; clientId: string },
) => configurationAction(row, known, written, on24, pending)

test('a whole set of credentials is kept, new or in place of others', () => {
  expect(decide(typed)).toEqual({ do: 'keep' })
  expect(decide({ ...typed, clientId: '2' }, kept)).toEqual({ do: 'keep' })
})

test.each<[string, ConfigurationRow | undefined]>([
  ['is deleted', undefined],
  ['is deactivated', { ...blank, clientId: '1', active: false }],
  ['has no client id any more', blank],
  ['was given to another provider', { ...typed, providerName: 'Teams' }],
])('kept credentials are removed when the row %s', (_when, row) => {
  expect(decide(row, kept)).toEqual({ do: 'remove' })
  expect(decide(row)).toEqual({ do: 'nothing' })
})

test('secrets on a row that is switched off are blanked, and with them what is kept is removed', () => {
  expect(decide({ ...typed, active: false })).toEqual({ do: 'blank' })
  expect(decide({ ...typed, clientId: '', active: false })).toEqual({ do: 'blank' })
  expect(decide({ ...typed, active: false }, kept)).toEqual({ do: 'remove' })
})

test.each(['ON24', 'on24', 'On 24', ' ON-24 ', undefined])('the provider may be called %j', (providerName) => {
  expect(decide({ ...typed, providerName })).toEqual({ do: 'keep' })
})

test.each([
  [{ clientId: '' }, ['clientId']],
  [{ accessTokenKey: '' }, ['accessTokenKey']],
  [{ accessTokenSecret: '' }, ['accessTokenSecret']],
  [{ clientId: '', accessTokenSecret: '' }, ['clientId', 'accessTokenSecret']],
])('half typed credentials are asked for by name: %j', (lacking, missing) => {
  const incomplete = { code: 'credentials_incomplete', missing }
  expect(decide({ ...typed, ...lacking })).toEqual({ do: 'say', messages: [incomplete] })
  expect(decide({ ...typed, ...lacking }, kept)).toEqual({ do: 'say', messages: [incomplete, inForce] })
})

test('credentials that wait are proven while the row names their account and nothing is typed', () => {
  expect(decide({ ...blank, clientId: '1' }, undefined, undefined, waiting)).toEqual({ do: 'prove' })
  expect(decide({ ...blank, clientId: '1' }, kept, undefined, waiting)).toEqual({ do: 'prove' })
  expect(decide(typed, undefined, undefined, waiting)).toEqual({ do: 'keep' })
  expect(decide({ ...blank, clientId: '2' }, undefined, undefined, waiting)).toMatchObject({ do: 'say' })
})

test.each<[string, ConfigurationRow | undefined]>([
  ['is deleted', undefined],
  ['is deactivated', { ...typed, active: false }],
  ['has no client id any more', blank],
])('credentials that wait are removed when the row %s', (_when, row) => {
  expect(decide(row, undefined, undefined, waiting)).toEqual({ do: 'remove' })
})

test('a client id alone asks for nothing before anything is kept', () => {
  expect(decide({ ...blank, clientId: '1' })).toEqual({ do: 'nothing' })
})

test('a row that shows the kept credentials is left alone', () => {
  expect(decide({ ...blank, clientId: '1' }, kept)).toEqual({ do: 'nothing' })
})

test('another client id without its secrets is asked for them once', () => {
  const other = { ...blank, clientId: '2' }
  expect(decide(other, kept)).toMatchObject({ do: 'say' })
  expect(decide(other, kept, 'credentials_accepted')).toMatchObject({ do: 'say' })
  expect(decide(other, kept, inForce.code)).toEqual({ do: 'nothing' })
})

test('credentials of one provider go when the row is given to another one known here', () => {
  const provider = { name: 'teams', title: 'Teams', fields: on24.fields }
  const row = { ...typed, providerName: 'Teams' }
  expect(configurationAction(row, kept, undefined, provider)).toEqual({ do: 'remove' })
  expect(configurationAction(row, undefined, undefined, provider)).toEqual({ do: 'keep' })
})

test('the row of a provider that is unknown here is not touched', () => {
  expect(configurationAction({ ...typed, providerName: 'Teams' }, undefined, undefined, undefined)).toEqual({
    do: 'nothing',
  })
})

test('credentials that do not fit into the row are asked for at the API, once', () => {
  const extra = { name: 'site', secret: false, pattern: /^/ }
  const provider = { name: 'on24', title: 'ON24', fields: [...on24.fields, extra] }
  const byApi = { code: 'credentials_by_api', provider: 'ON24' }
  expect(configurationAction(typed, undefined, undefined, provider)).toEqual({ do: 'say', messages: [byApi] })
  expect(configurationAction({ ...blank, clientId: '1' }, kept, undefined, provider)).toEqual({ do: 'nothing' })
})

test('typed credentials go by the names of the fields, and name their account', () => {
  const credentials = typedCredentials(typed, on24)
  expect(credentials).toEqual({ provider: 'on24', clientId: '1', accessTokenKey: 'key', accessTokenSecret: 'secret' })
  expect(accountIn(credentials, on24)).toBe('1')
})

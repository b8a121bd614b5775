import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { credentialKeyName } from '../../tools/environment/environment.ts'
import { test, typed } from '../harness/configurations.ts'
import { until } from '../harness/test-app.ts'

test('after a rotation, a check, a reading and a sweep nothing is sealed under the old key', async ({
  app,
  configurations,
}) => {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const registration = app.register(webinar, app.contact({ emailaddress1: 'ada@example.test' }))
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  configurations.withdrawTerms()
  const waiting = configurations.newRow(typed(configurations.client().clientId))
  await until(() => expect(configurations.row(waiting).msevtmgt_message).toMatch(/terms are not accepted/))
  await app.idle()
  await app.host.stop()
  const rotated = app.keyVault.add(credentialKeyName, randomBytes(32).toString('base64'))
  const host = await app.startHost()
  const headers = { 'x-functions-key': host.keys.default }
  const check = await fetch(`${host.url}/api/configurations/${account.configuration}/check`, {
    method: 'POST',
    headers,
  })
  expect(await check.json()).toMatchObject({ health: { status: 'healthy' } })
  await host.run('attendance-timer')
  await host.run('sweep-timer')
  const rows = await Array.fromAsync(configurations.kept().listEntities<{ envelope?: string }>())
  const keys = rows
    .filter(({ rowKey, envelope }) => envelope && [account.configuration, waiting].includes(rowKey ?? ''))
    .map(({ partitionKey, envelope = '' }) => [partitionKey, JSON.parse(envelope).kid])
  expect(Object.fromEntries(keys)).toEqual({ configuration: rotated, pending: rotated, 'registrant-key': rotated })
})

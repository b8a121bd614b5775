import { expect } from 'vitest'
import { test as base } from '../../harness/configurations.ts'
import { operatorOf } from '../../harness/connector.ts'
import { type TestApp, until } from '../../harness/test-app.ts'

const test = base.extend('operator', { scope: 'file' }, ({ app }) => operatorOf(app))

/** A registration that ON24 would refuse, and its failure. */
async function refused(app: TestApp, account: { configuration: string; clientId: string }) {
  const row = app.register(await app.webinar(account), app.contact({ emailaddress1: 'no address' }))
  await until(async () => expect(await app.failures()).toContainEqual(expect.objectContaining({ row })))
  await app.idle()
  return row
}

test('an app with nothing to tell is well, with exit code 0', async ({ operator, app }) => {
  const { code, out, notes } = await operator.call('status')
  expect({ code, notes }).toEqual({ code: 0, notes: [] })
  expect(out).toBe(`${app.host.url} is alive.\nThere is no account yet.\nNothing gave up.\n`)
  expect(await operator.document('failures')).toEqual({ failures: [] })
  expect(await operator.document('runs')).toEqual({ runs: [] })
})

test('an account is shown by the name of its row, and found by name, id and client id', async ({
  operator,
  account,
}) => {
  const { configuration, clientId } = account
  const { code, out } = await operator.call('accounts')
  expect(code).toBe(0)
  expect(out).toMatch(new RegExp(`^Account ${clientId} +${clientId} +healthy +ON24 accepts the credentials\\.`))
  const { accounts } = await operator.document<{ accounts: object[] }>('accounts')
  expect(accounts).toMatchObject([{ id: configuration, name: `Account ${clientId}`, health: { status: 'healthy' } }])
  for (const named of [`account ${clientId}`, configuration, `{${configuration}}`, clientId])
    expect(await operator.document('accounts', named)).toEqual({ accounts })
  const unknown = await operator.call('accounts', 'Nobody')
  expect(unknown).toMatchObject({ code: 2, out: '', notes: ['There is no account “Nobody”: accounts lists them.'] })
})

test('a check asks ON24, and an account that it does not let in needs somebody', async ({
  operator,
  configurations,
}) => {
  const { clientId, account, body } = configurations.client()
  await configurations.give(configurations.newRow(), body)
  account.enabled = false
  const { code, out } = await operator.call('accounts', clientId, '--check')
  expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/not_authenticated +ON24 does not accept/) })
  expect((await operator.call('status')).code).toBe(1)
  account.enabled = true
  expect((await operator.call('accounts', '--check')).code).toBe(0)
})

test('a failure is listed with its reason and needs somebody', async ({ operator, app, account }) => {
  const row = await refused(app, account)
  const { code, out } = await operator.call('failures', '--account', account.clientId, '--kind', 'refused')
  expect(code).toBe(1)
  expect(out).toMatch(new RegExp(`^refused +\\S+Z +\\d+x +registrations_${row} +The contact’s e-mail address`))
  expect(out).toMatch(/\n1 failure\.\n$/)
  expect(await operator.document('status')).toMatchObject({
    health: { status: 'alive' },
    failures: { refused: 1, gave_up: 0 },
  })
  expect((await operator.call('status')).out).toMatch(/Failures: 1 refused\./)
  expect(await operator.call('failures', '--kind', 'gave_up')).toMatchObject({ code: 0, out: 'Nothing gave up.\n' })
})

test('a filter that the connector does not know is wrong use, in its own words', async ({ operator }) => {
  const { code, out, notes } = await operator.call('failures', '--kind', 'lost')
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(notes.join()).toMatch(/kind must be one of refused, gave_up, unforeseen, unreadable/)
})

test('an app with a wrong setting says which, and that somebody is needed', async ({ operator, app }) => {
  const wrong = await app.startHost({ env: { KEY_VAULT_URL: 'nowhere', RECORDS_KEPT_DAYS: '1' } })
  const before = operator.environment
  operator.environment = { ...before, FUNCTION_APP_URL: wrong.url }
  const { code, out } = await operator.call('status')
  const failures = await operator.call('failures')
  operator.environment = before
  await wrong.stop()
  expect(code).toBe(1)
  expect(out).toMatch(/ cannot work:\n- .*KEY_VAULT_URL.*\n- .*RECORDS_KEPT_DAYS/)
  expect(failures).toMatchObject({ code: 1, out: '' })
})

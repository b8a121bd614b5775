import { randomUUID } from 'node:crypto'
import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { createAccountSettings } from '../../../lib/dataverse/account-settings.ts'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { createOwnDefinitions } from '../../../lib/dataverse/own-definitions.ts'
import { createOwnRows } from '../../../lib/dataverse/own-rows.ts'
import { defaultSettings } from '../../../lib/model/account-settings.ts'
import { noBreaker } from '../../harness/no-limits.ts'

const decided = {
  wbc_engagement: false,
  wbc_actions: false,
  wbc_monthskept: 24,
  wbc_registeredthere: 524130002,
  wbc_consentpurposeid: ' purpose ',
  wbc_livecheckins: false,
  wbc_loginonly: true,
  wbc_mailsfrom: 524130001,
  wbc_blocklate: true,
  wbc_templatetag: 'template',
  wbc_erasedeleted: true,
}

async function world(ownTables = true) {
  const dataverse = await startDataverse({ ownTables })
  onTestFinished(() => dataverse.stop())
  const client = createDataverse(dataverse.url, async () => 'token', noBreaker)
  const definitions = createOwnDefinitions(client)
  const settings = createAccountSettings(client, definitions, createOwnRows(client, definitions))
  const configuration = dataverse.insert('msevtmgt_webinarconfiguration', {})
  return { dataverse, configuration, ...settings }
}

test('the row of an account says what holds, and is read once a minute', async () => {
  const { dataverse, configuration, accountSettings } = await world()
  dataverse.insert('wbc_accountsettings', { wbc_accountsettingsid: configuration, ...decided })
  const calls = () => dataverse.calls.length
  expect(await accountSettings(configuration)).toEqual({
    engagement: false,
    actions: false,
    monthsKept: 24,
    registeredThere: 'allContacts',
    consentPurpose: 'purpose',
    liveCheckIns: false,
    loginOnly: true,
    mailsFrom: 'crm',
    blockLate: true,
    templateTag: 'template',
    eraseDeleted: true,
  })
  const before = calls()
  await accountSettings(configuration)
  expect(calls()).toBe(before)
})

test('the defaults hold without a row, without a table, and where the role does not open it', async () => {
  const { dataverse, configuration, accountSettings } = await world()
  expect(await accountSettings(configuration)).toEqual(defaultSettings)
  dataverse.injectFault(({ url }) =>
    url.includes('wbc_accountsettingses(')
      ? Response.json({ error: { code: '0x80040220', message: 'No.' } }, { status: 403 })
      : undefined,
  )
  expect(await accountSettings(randomUUID())).toEqual(defaultSettings)
  const old = await world(false)
  expect(await old.accountSettings(old.configuration)).toEqual(defaultSettings)
  expect(old.dataverse.calls).toHaveLength(1)
})

test.each([
  { wbc_monthskept: 0, wbc_mailsfrom: 524139999, wbc_engagement: 'perhaps', wbc_templatetag: '  ' },
  { wbc_monthskept: 121, wbc_registeredthere: 'x', wbc_consentpurposeid: 7, wbc_erasedeleted: null },
  { wbc_monthskept: 1.5 },
  {},
])('what is missing or cannot be read on a row counts as the default: %j', async (row) => {
  const { dataverse, configuration, accountSettings } = await world()
  dataverse.injectFault(({ url }) => (url.includes('wbc_accountsettingses(') ? Response.json(row) : undefined))
  expect(await accountSettings(configuration)).toEqual(defaultSettings)
})

test('an older table says what it has, and the defaults hold for the rest', async () => {
  const { dataverse, configuration, accountSettings } = await world()
  dataverse.insert('wbc_accountsettings', { wbc_accountsettingsid: configuration, ...decided })
  dataverse.injectFault(({ url }) =>
    url.includes('EntityDefinitions') ? Response.json({ Attributes: [{ LogicalName: 'wbc_monthskept' }] }) : undefined,
  )
  expect(await accountSettings(configuration)).toEqual({ ...defaultSettings, monthsKept: 24 })
})

test('settings that cannot be read now are an error, and are not held', async () => {
  const { dataverse, configuration, accountSettings } = await world()
  dataverse.insert('wbc_accountsettings', { wbc_accountsettingsid: configuration, ...decided })
  dataverse.injectFault(() => Response.json({}, { status: 503 }))
  await expect(accountSettings(configuration)).rejects.toThrow(UnavailableError)
  dataverse.injectFault()
  expect(await accountSettings(configuration)).toMatchObject({ monthsKept: 24 })
})

test('the row is made with the defaults, and never written over', async () => {
  const { dataverse, configuration, accountSettings, makeAccountSettings } = await world()
  await makeAccountSettings(configuration, 'ON24 10001')
  expect(dataverse.row('wbc_accountsettings', configuration)).toMatchObject({
    ...{ wbc_name: 'ON24 10001', wbc_configurationid: configuration, wbc_engagement: true, wbc_loginonly: false },
    ...{ wbc_registeredthere: 524130000, wbc_mailsfrom: 524130000 },
  })
  dataverse.update('wbc_accountsettings', configuration, { wbc_name: 'Ours', ...decided })
  const [result] = (await makeAccountSettings(configuration, 'ON24 10001')) ?? []
  expect(result?.status).toBe('fulfilled')
  expect(dataverse.row('wbc_accountsettings', configuration)).toMatchObject({ wbc_name: 'Ours', wbc_monthskept: 24 })
  expect(await accountSettings(configuration)).toMatchObject({ monthsKept: 24 })
})

test('no row is made where the environment lacks the table', async () => {
  const { dataverse, configuration, makeAccountSettings } = await world(false)
  expect(await makeAccountSettings(configuration, 'ON24 10001')).toBeUndefined()
  expect(dataverse.calls).toHaveLength(1)
})

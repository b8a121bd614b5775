import { expect } from 'vitest'
import { test, until } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })

test('an account gets a row of settings, which stays as an administrator leaves it', async ({ app }) => {
  const { configuration, clientId } = await app.account()
  const row = () => app.dataverse.row('wbc_accountsettings', configuration)
  await until(() => expect(row()).toMatchObject({ wbc_name: `ON24 ${clientId}`, wbc_engagement: true }))
  const refreshTypes = async () => {
    const id = app.dataverse.insert('wbc_request', { wbc_kind: 524130005, wbc_configurationid: configuration })
    await until(() => expect(app.dataverse.row('wbc_request', id)).toMatchObject({ wbc_state: 524130002 }))
  }
  app.dataverse.update('wbc_accountsettings', configuration, { wbc_engagement: false })
  await refreshTypes()
  expect(row()).toMatchObject({ wbc_engagement: false })
  app.dataverse.remove('wbc_accountsettings', configuration)
  await refreshTypes()
  expect(row()).toMatchObject({ wbc_engagement: true })
})

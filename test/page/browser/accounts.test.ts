import { expect } from 'vitest'
import { de } from '../../../page/words/de.ts'
import { en } from '../../../page/words/en.ts'
import { button, card, expectAccessible, go, inBrowser, test } from '../../harness/browser.ts'
import { type TestApp, tokensOf, until } from '../../harness/test-app.ts'

const table = 'msevtmgt_webinarconfiguration'

/** An account at ON24, and its row without credentials. */
function newAccount(app: TestApp, name: string, clientId: string) {
  app.on24.na.addAccount({ clientId, ...tokensOf(clientId) })
  return app.dataverse.insert(table, { msevtmgt_name: name })
}

test(
  'terms are accepted, and credentials are entered, proven and gone from the row',
  inBrowser,
  async ({ app, visit }) => {
    const account = newAccount(app, 'Ours', '31001')
    const page = await visit()
    await go(page, en.views.accounts)
    await button(page, en.acceptTerms).click()
    await page.getByText(/^Accepted by Grace Hopper on /).waitFor()

    const ours = card(page, 'Ours')
    await ours.getByText(en.enterCredentials).click()
    const { accessTokenKey, accessTokenSecret } = tokensOf('31001')
    const fields = { clientId: '31001', key: accessTokenKey, secret: 'b'.repeat(64) }
    const type = async (given: Record<string, string>) => {
      for (const [name, value] of Object.entries(given)) await ours.locator(`[name=${name}] input`).fill(value)
      await button(ours, en.saveCredentials).click()
    }
    await type(fields)
    await ours.getByText(en.healths['not authenticated']).waitFor()
    await expectAccessible(page)
    await type({ ...fields, secret: accessTokenSecret })
    await ours.getByText(en.healths.healthy).waitFor()
    const row = app.dataverse.row(table, account)
    expect([row?.msevtmgt_accesstokenkey, row?.msevtmgt_accesstokensecret]).toEqual([null, null])
  },
)

test('the choices of an account stand on its card in sentences', inBrowser, async ({ app, visit }) => {
  const account = newAccount(app, 'Theirs', '31002')
  const page = await visit()
  await go(page, en.views.accounts)
  const theirs = card(page, 'Theirs')
  await theirs.getByText(en.settings.title, { exact: true }).click()
  await theirs.getByText(en.settings.none).waitFor()
  app.dataverse.insert('wbc_accountsettings', {
    ...{ wbc_accountsettingsid: account, wbc_name: 'Theirs', wbc_configurationid: account },
    ...{ wbc_engagement: false, wbc_monthskept: 6, wbc_registeredthere: 524_130_002, wbc_mailsfrom: 524_130_001 },
  })
  await page.getByText(en.refresh, { exact: true }).click()
  await theirs.getByText('Rows of attendees are kept for 6 months after the end of the webinar.').waitFor()
  await theirs.getByText('Dynamics mails confirmations and reminders.').waitFor()
  const form = theirs.getByRole('link', { name: en.settings.open })
  expect(await form.getAttribute('href')).toContain(`etn=wbc_accountsettings&id=${account}`)
  await expectAccessible(page)
})

test('a person who reads German gets all of it in German', inBrowser, async ({ visit }) => {
  const page = await visit({ language: 1031 })
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  for (const view of Object.values(de.views)) {
    await go(page, view)
    await until(async () => expect(await page.title()).toBe(`${view} – ${de.title}`))
  }
  await go(page, de.views.accounts)
  await card(page, 'Ours').getByText(de.healths.healthy).waitFor()
  await page.getByText(de.terms, { exact: true }).waitFor()
})

test('old attendees are deleted only after what would go was shown', inBrowser, async ({ app, account, visit }) => {
  const id = account.configuration
  await until(() => expect(app.dataverse.row('wbc_accountsettings', id)).toBeDefined())
  app.dataverse.update('wbc_accountsettings', id, { wbc_monthskept: 3 })
  const page = await visit()
  await go(page, en.views.accounts)
  const name = String(app.dataverse.row(table, id)?.msevtmgt_name)
  const its = card(page, name)
  await its.getByText(en.settings.title, { exact: true }).click()
  const real = button(its, en.settings.doPurge, name)
  await button(its, en.settings.showPurge, name).waitFor()
  expect(await real.count()).toBe(0)
  await button(its, en.settings.showPurge, name).click()
  await real.waitFor()
  await expectAccessible(page)
  const orders = app.dataverse.rows('wbc_request').filter(({ wbc_configurationid }) => wbc_configurationid === id)
  expect(orders).toMatchObject([{ wbc_kind: 524_130_006, wbc_dryrun: true }])
})

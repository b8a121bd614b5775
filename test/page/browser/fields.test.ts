import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { de } from '../../../page/words/de.ts'
import { en } from '../../../page/words/en.ts'
import { button, expectAccessible, go, inBrowser, test as inPage } from '../../harness/browser.ts'
import { publishPage } from '../../harness/publish-page.ts'
import { type TestApp, until } from '../../harness/test-app.ts'

const day = 86_400_000
const done = { wbc_state: 524_130_002, wbc_finishedon: new Date().toISOString() }

/** An account whose form has a field of each kind, and a webinar of it with somebody registered. The connector stands still. */
const test = inPage
  .override('appOptions', { ownTables: true, webhooks: false })
  .extend('world', { scope: 'file' }, async ({ app }) => {
    const { dataverse } = app
    await publishPage(dataverse)
    await labelColumn(app, 'contact', 'preferredcontactmethodcode', 'Preferred way', 'Bevorzugter Weg')
    const account = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Main' })
    const event = dataverse.insert('msevtmgt_event', {
      msevtmgt_name: 'Spring demo',
      msevtmgt_eventstartdate: new Date(Date.now() + day).toISOString(),
      msevtmgt_eventenddate: new Date(Date.now() + 2 * day).toISOString(),
      msevtmgt_webinarconfigurationid: account,
    })
    const ada = dataverse.insert('contact', { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
    const registration = dataverse.insert('msevtmgt_eventregistration', {
      ...{ msevtmgt_contactid: ada, msevtmgt_eventid: event },
    })
    const forms = [
      { wbc_field: 'email', wbc_name: 'E-Mail-Address', wbc_required: true },
      { wbc_field: 'country', wbc_name: 'Land of living', wbc_required: true },
      { wbc_field: 'std1', wbc_name: 'Your part', wbc_required: true, wbc_options: 'Boss\nStaff', wbc_missing: 12 },
      { wbc_field: 'std2', wbc_name: 'Your wish', wbc_required: false, wbc_maxlength: 100 },
    ]
    for (const [wbc_position, form] of forms.entries())
      dataverse.insert('wbc_providerfield', { ...form, wbc_position, wbc_configurationid: account })
    return { ...app, account, event, registration }
  })

/** Gives a column its labels, as its definition has them. */
async function labelColumn({ dataverse }: TestApp, table: string, column: string, ...labels: string[]) {
  const path = `${dataverse.url}/api/data/v9.2/EntityDefinitions(LogicalName='${table}')/Attributes(LogicalName='${column}')`
  const headers = { cookie: dataverse.session() }
  const kind = `${path}/Microsoft.Dynamics.CRM.PicklistAttributeMetadata`
  const definition = (await (await fetch(kind, { headers })).json()) as object
  const [english, german] = labels
  const LocalizedLabels = [
    { Label: english, LanguageCode: 1033 },
    { Label: german, LanguageCode: 1031 },
  ]
  const changed = await fetch(path, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json', 'mscrm.mergelabels': 'true' },
    body: JSON.stringify({
      ...{ ...definition, '@odata.type': 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata' },
      DisplayName: { LocalizedLabels },
    }),
  })
  expect(changed.status).toBe(204)
}

const row = (page: Page, name: string) => page.locator('tr', { has: page.getByRole('rowheader', { name }) })
const choose = (page: Page, label: string, option: string) =>
  page.getByLabel(label, { exact: true }).selectOption(option)

for (const words of [en, de]) {
  const its = words.fields
  test(
    `required fields without a value stand out in the language of “${words.title}”`,
    inBrowser,
    async ({ world: _, visit }) => {
      const page = await visit({ language: words === de ? 1031 : 1033 })
      await go(page, words.views.fields)
      await row(page, 'Your part')
        .getByText(its.trouble({ kind: 'missing', count: 12 }))
        .waitFor()
      await row(page, 'Your part')
        .getByText(its.trouble({ kind: 'unmapped' }))
        .waitFor()
      await row(page, 'E-Mail-Address').getByText(its.always, { exact: true }).waitFor()
      await row(page, 'Land of living').getByText(its.standard).waitFor()
      await row(page, 'Your wish').getByText(its.nothing, { exact: true }).waitFor()
      await button(page, its.add, 'Your part').click()
      await choose(page, its.column, 'preferredcontactmethodcode')
      const label = words === de ? 'Bevorzugter Weg' : 'Preferred way'
      await expect(page.getByLabel(its.column, { exact: true }).locator('option:checked').textContent()).resolves.toBe(
        `${label} (preferredcontactmethodcode)`,
      )
      await page.getByLabel(`${its.atProvider}: Email`, { exact: true }).waitFor()
      await expectAccessible(page)
    },
  )
}

test('a field gets a line with values, which is changed and deleted', inBrowser, async ({ world, visit }) => {
  const { dataverse, account } = world
  const its = en.fields
  const page = await visit()
  await go(page, en.views.fields)
  await button(page, its.add, 'Your part').click()
  await button(page, its.save).click()
  await page.getByText(its.faults.column).waitFor()
  await choose(page, its.column, 'preferredcontactmethodcode')
  await choose(page, `${its.atProvider}: Email`, 'Staff')
  await choose(page, its.ifNone, 'Boss')
  await button(page, its.save).click()
  await row(page, 'Your part').getByText('Contact: Preferred way (preferredcontactmethodcode)').waitFor()
  expect(dataverse.rows('wbc_fieldmapping')).toMatchObject([
    {
      ...{ wbc_field: 'std1', wbc_source: 524_130_000, wbc_column: 'preferredcontactmethodcode', wbc_default: 'Boss' },
      ...{ wbc_valuemap: 'Email = Staff', wbc_configurationid: account },
    },
  ])
  await button(page, its.edit, 'Your part').click()
  await choose(page, its.origin, 'constant')
  await choose(page, its.constant, 'Staff')
  await button(page, its.save).click()
  await row(page, 'Your part').getByText('The same for everybody: Staff').waitFor()
  expect(dataverse.rows('wbc_fieldmapping')).toMatchObject([{ wbc_constant: 'Staff', wbc_column: null }])
  await until(async () => expect(await page.locator(':focus').getAttribute('id')).toBe('change-std1'))
  await page.keyboard.press('Enter')
  await button(page, its.remove).click()
  await row(page, 'Your part').getByText(its.nothing, { exact: true }).waitFor()
  expect(dataverse.rows('wbc_fieldmapping')).toEqual([])
})

test('a line that somebody else changed meanwhile is not overwritten', inBrowser, async ({ world, visit }) => {
  const { dataverse, account } = world
  const line = { wbc_field: 'std2', wbc_source: 524_130_004, wbc_constant: 'First', wbc_configurationid: account }
  const id = dataverse.insert('wbc_fieldmapping', line)
  const its = en.fields
  const page = await visit()
  await go(page, en.views.fields)
  await button(page, its.edit, 'Your wish').click()
  dataverse.update('wbc_fieldmapping', id, { wbc_constant: 'Theirs', wbc_problem: 'It is too long.' })
  await page.getByLabel(its.constant, { exact: true }).fill('Ours')
  await button(page, its.save).click()
  await page.getByText('Somebody has changed or deleted this meanwhile').waitFor()
  await row(page, 'Your wish').getByText('Theirs').waitFor()
  await row(page, 'Your wish').getByText('It is too long.').waitFor()
  await expectAccessible(page)
  expect(dataverse.row('wbc_fieldmapping', id)?.wbc_constant).toBe('Theirs')
  dataverse.remove('wbc_fieldmapping', id)
})

test(
  'a webinar has lines of its own, and one of its registrations is looked at',
  inBrowser,
  async ({ world, visit }) => {
    const { dataverse, account, event, registration } = world
    const line = { wbc_field: 'std2', wbc_source: 524_130_004, wbc_constant: 'For all', wbc_configurationid: account }
    const ofAll = dataverse.insert('wbc_fieldmapping', line)
    const its = en.fields
    const page = await visit()
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(request.url()))
    await go(page, en.views.ahead)
    await page.getByRole('link', { name: `${en.views.fields}: Spring demo` }).click()
    await page.getByText(its.ofAccount).waitFor()
    await row(page, 'Your wish').getByText(its.reach.account).waitFor()
    await button(page, its.override, 'Your wish').click()
    await page.getByLabel(its.constant, { exact: true }).fill('Here')
    await button(page, its.save).click()
    await row(page, 'Your wish').getByText(its.reach.here).waitFor()
    const own = dataverse.rows('wbc_fieldmapping').find(({ wbc_eventid }) => wbc_eventid === event)
    expect(own).toMatchObject({ wbc_constant: 'Here', wbc_configurationid: account })

    await button(page, its.read, 'Spring demo').click()
    await until(() => expect(requestOf(world, 524_130_011)).toMatchObject({ wbc_eventid: event }))
    dataverse.insert('wbc_providerfield', { wbc_field: 'zip', wbc_name: 'Zip code', wbc_eventid: event })
    finish(world, 524_130_011, 'One field was read.')
    await page.getByText('One field was read.').waitFor()
    await row(page, 'Zip code').waitFor()

    await page.getByLabel(`${its.person}: Spring demo`).fill('byr')
    await page.keyboard.press('Enter')
    await button(page, en.kinds.preview, 'Ada Byron').click()
    await until(() => expect(requestOf(world, 524_130_012)).toMatchObject({ wbc_eventregistrationid: registration }))
    finish(world, 524_130_012, 'Your wish: Here\nZip code: 12345')
    await page.getByText('Zip code: 12345').waitFor()
    await expectAccessible(page)
    expect(addresses.filter((address) => /byr/i.test(address))).toEqual([])
    for (const id of [ofAll, String(own?.wbc_fieldmappingid)]) dataverse.remove('wbc_fieldmapping', id)
  },
)

test(
  'a person without the right to lines sees them, and is told when she saves',
  inBrowser,
  async ({ world, visit }) => {
    const { dataverse } = world
    const reads = ['msevtmgt_webinarconfiguration', 'msevtmgt_event', 'msevtmgt_session', 'wbc_providerfield']
    const may = [...reads, 'wbc_fieldmapping', 'wbc_request'].map((table) => [`prvRead${table}`, 8])
    const its = en.fields
    const page = await visit({ privileges: Object.fromEntries(may) })
    await go(page, en.views.fields)
    await button(page, its.add, 'Your wish').click()
    await choose(page, its.origin, 'constant')
    await page.getByLabel(its.constant, { exact: true }).fill('Ours')
    await button(page, its.save).click()
    await page.getByText('ask an administrator for the role “Webinar connector administrator”').waitFor()
    expect(dataverse.rows('wbc_fieldmapping')).toEqual([])
  },
)

function requestOf({ dataverse }: Pick<TestApp, 'dataverse'>, kind: number) {
  return dataverse.rows('wbc_request').find(({ wbc_kind }) => wbc_kind === kind)
}

/** Answers a request, as the connector does. */
function finish(app: Pick<TestApp, 'dataverse'>, kind: number, wbc_answer: string) {
  app.dataverse.update('wbc_request', String(requestOf(app, kind)?.wbc_requestid), { ...done, wbc_answer })
}

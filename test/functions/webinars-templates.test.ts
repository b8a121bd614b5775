import { expect } from 'vitest'
import { isCreation, minutesPass, revive } from '../harness/dying-host.ts'
import { type Account, type TestApp, test, until } from '../harness/test-app.ts'
import { calls, onlyMadeFor, plan, row, save, says, webinarType } from '../harness/webinars.ts'

test.override('appOptions', { ownTables: true })

const settings = { wbc_templatetag: 'template' }
const types = (app: TestApp, { configuration }: Account) =>
  app.dataverse
    .rows('msevtmgt_webinartype')
    .filter((type) => type.msevtmgt_webinarconfiguration === configuration && type.statecode === 0)

/** A webinar of the account that an administrator tagged as a template. */
function template(
  app: TestApp,
  { clientId }: Account,
  facts: Partial<Parameters<TestApp['on24']['na']['addEvent']>[0]> = {},
) {
  const goodafter = new Date('2020-01-01T10:00:00Z')
  const branded = { title: 'Product demo', eventType: 'simulive', requiredFields: ['lastname'], tags: ['Template'] }
  return app.on24.na.addEvent({ clientId, goodafter, durationMinutes: 30, ...branded, ...facts })
}

/** The type that a planner finds under this name. */
function named(app: TestApp, account: Account, name: string) {
  return until(() => {
    const found = types(app, account).find((type) => type.msevtmgt_name === name)
    if (!found) throw new Error(`There is no type ${name}.`)
    return String(found.msevtmgt_webinartypeid)
  })
}

async function refreshTypes(app: TestApp, { configuration }: Account) {
  const id = app.dataverse.insert('wbc_request', { wbc_kind: 524130005, wbc_configurationid: configuration })
  await until(() => expect(app.dataverse.row('wbc_request', id)).toMatchObject({ wbc_state: 524130002 }))
}

test('a template is a webinar type, and choosing it makes a copy with the words of the event', async ({ app }) => {
  const account = await app.account({ settings })
  const source = template(app, account, { testEvent: true, promotionalSummary: 'About us', campaignCode: 'theirs' })
  await refreshTypes(app, account)
  const chosen = await named(app, account, 'Template: Product demo')
  const id = plan(app, account, { msevtmgt_webinartype: chosen })
  await says(app, id, 'Ready: The webinar is at ON24')
  const made = onlyMadeFor(app, id)
  expect(made).toMatchObject({
    ...{ title: 'Autumn demo', durationMinutes: 60, languageCd: 'de', promotionalSummary: 'What is new' },
    ...{ eventType: 'simulive', requiredFields: ['lastname'], eventAbstract: 'What is new', testEvent: false },
  })
  expect(app.on24.na.event(source)).toMatchObject({ title: 'Product demo', campaignCode: 'theirs' })
  save(app, id, { msevtmgt_name: 'Winter demo' })
  await until(() => expect(onlyMadeFor(app, id)).toMatchObject({ title: 'Winter demo', eventType: 'simulive' }))
  expect(calls(app, 'POST', new RegExp(`/client/${account.clientId}/event$`))).toBe(1)
  // The copy has the tag as well, and is no template.
  await refreshTypes(app, account)
  expect(types(app, account).filter((type) => String(type.msevtmgt_name).startsWith('Template'))).toHaveLength(1)
})

test('a template that is gone, or none any more, makes no webinar, and the row says so', async ({ app }) => {
  const account = await app.account({ settings })
  const source = template(app, account)
  await refreshTypes(app, account)
  const chosen = await named(app, account, 'Template: Product demo')
  app.on24.na.event(source).tags = []
  const id = plan(app, account, { msevtmgt_webinartype: chosen })
  await says(app, id, 'Needs attention: The webinar “Product demo” does not carry the tag “template” at ON24')
  app.on24.na.event(source).deleted = true
  save(app, id, { msevtmgt_description: 'Still there?' })
  await says(app, id, 'Needs attention: The template is not in this ON24 account')
  expect(row(app, id).msevtmgt_webinarid ?? null).toBeNull()
  await refreshTypes(app, account)
  expect(types(app, account).map((type) => type.msevtmgt_name)).not.toContain('Template: Product demo')
  save(app, id, { msevtmgt_webinartype: webinarType(app, account) })
  await says(app, id, 'Ready')
})

test('a host that dies when ON24 has copied, and before it hears so, leaves one copy', { timeout: 60_000 }, async ({
  app,
}) => {
  const account = await app.account({ settings })
  template(app, account, { campaignCode: 'theirs' })
  await refreshTypes(app, account)
  const chosen = await named(app, account, 'Template: Product demo')
  app.on24.na.injectFault(async (request) => {
    if (!isCreation(request)) return undefined
    app.on24.na.injectFault()
    await (await fetch(request)).text()
    app.host.child.kill('SIGKILL')
    return 'reset'
  })
  const died = new Promise((resolve) => app.host.child.once('exit', resolve))
  const id = plan(app, account, { msevtmgt_webinartype: chosen })
  await died
  app.host = await revive(app)
  await minutesPass(app, id)
  save(app, id, { msevtmgt_maximumeventcapacity: 10 })
  const { msevtmgt_webinarid: webinarId } = await says(app, id, 'Ready')
  expect(onlyMadeFor(app, id)).toMatchObject({ eventid: Number(webinarId), eventType: 'simulive' })
})

test('a hybrid event is one at ON24, with its venue; a draft called a test is a test', async ({ app }) => {
  const account = await app.account()
  const building = app.dataverse.insert('msevtmgt_building', {
    ...{ msevtmgt_name: 'Town hall', msevtmgt_addressline1: 'Market 1', msevtmgt_city: 'Ulm' },
    ...{ msevtmgt_postalcode: '89073', msevtmgt_country: 'Germany' },
  })
  const hybrid = { msevtmgt_eventformat: 100000003, msevtmgt_building: building }
  const id = plan(app, account, { ...hybrid, msevtmgt_name: '[Test] Demo', msevtmgt_publishstatus: 100000000 })
  await says(app, id, 'Ready')
  expect(onlyMadeFor(app, id)).toMatchObject({
    ...{ hybrid: true, venue: 'Town hall', address: 'Market 1, 89073 Ulm, Germany', testEvent: true },
  })
  // The role may lack the right to read buildings.
  app.dataverse.injectFault(({ url }) =>
    decodeURIComponent(url).includes('msevtmgt_building(')
      ? Response.json({ error: { code: '0x80040220', message: 'No privilege.' } }, { status: 403 })
      : undefined,
  )
  const other = plan(app, account, hybrid)
  await says(app, other, 'Ready')
  app.clearFaults()
  expect(onlyMadeFor(app, other)).toMatchObject({ hybrid: true, venue: '', testEvent: false })
})

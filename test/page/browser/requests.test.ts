import { expect } from 'vitest'
import { en } from '../../../page/words/en.ts'
import { button, card, expectAccessible, go, inBrowser, test as inPage } from '../../harness/browser.ts'
import { type TestApp, until, type Webinar } from '../../harness/test-app.ts'

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const required = () => Response.json({ message: 'The field country is required.' }, { status: 400 })

/** A webinar of its own for each test, by a name of its own. */
let count = 0
const test = inPage.extend('webinar', async ({ app, account }) => {
  const name = `Demo ${++count}`
  const webinar = await app.webinar({ ...account, values: { msevtmgt_name: name } })
  await until(() => expect(app.dataverse.row('msevtmgt_event', webinar.id)?.msevtmgt_webinarstatus).toBe('Ready'))
  return { ...webinar, name }
})
test.afterEach(({ app }) => app.clearFaults())

const requestsOf = (app: TestApp, { id }: Webinar) =>
  app.dataverse.rows('wbc_request').filter(({ wbc_eventid }) => wbc_eventid === id)

/** ON24 answers nothing until it is let go. */
function hold(app: TestApp): () => void {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  app.on24.na.injectFault(() => promise)
  return () => resolve(undefined)
}

test('a registration that ON24 refused is sent again by a button', inBrowser, async ({ app, webinar, visit }) => {
  app.on24.na.injectFault(({ method }) => (method === 'POST' ? required() : undefined))
  app.register(webinar, app.contact(ada))
  await app.idle()
  const page = await visit()
  await go(page, en.views.attention)
  await page
    .getByText(/country/)
    .first()
    .waitFor()
  await expectAccessible(page)
  app.clearFaults()
  await button(page, en.sendAgain, 'Ada Byron').click()
  await until(() => expect(app.registrants(webinar)).toHaveLength(1))
  // The counts of the webinar follow with its next review.
  await button(page, en.sendAgain, 'Ada Byron').waitFor({ state: 'hidden' })
})

test('a registration arrives at ON24, and its webinar counts it', inBrowser, async ({ app, webinar, visit }) => {
  const page = await visit()
  await go(page, en.views.ahead)
  app.register(webinar, app.contact(ada))
  const arrived = card(page, webinar.name).getByText(en.sentOfDue(1, 1))
  await until(async () => {
    await page.getByText(en.refresh, { exact: true }).click()
    await arrived.waitFor({ timeout: 2000 })
  })
  expect(app.registrants(webinar)).toMatchObject([{ email: 'ada@example.test' }])
})

test('a webinar is checked by a button, and the answer stands below it', inBrowser, async ({ app, webinar, visit }) => {
  const page = await visit()
  await go(page, en.views.ahead)
  const its = card(page, webinar.name)
  await button(its, en.check, webinar.name).click()
  await its.getByText('The check found nothing that needs attention.').waitFor()
  expect(requestsOf(app, webinar)).toMatchObject([{ wbc_kind: 524130000, wbc_state: 524130002 }])
  await go(page, en.views.requests)
  await page.getByText(`Check of the webinar: ${webinar.name}`).waitFor()
})

test(
  'orders of others stand there for somebody who goes to the requests',
  inBrowser,
  async ({ app, webinar, visit }) => {
    const page = await visit()
    await go(page, en.views.ahead)
    await card(page, webinar.name).waitFor()
    app.dataverse.insert('wbc_request', { wbc_name: `Of another: ${webinar.name}`, wbc_kind: 524130000 })
    await go(page, en.views.requests)
    await page.getByText(`Of another: ${webinar.name}`).waitFor({ timeout: 15_000 })
  },
)

test('a backfill is shown first, then done with progress', inBrowser, async ({ app, webinar, visit }) => {
  app.on24.na.injectFault(({ method }) => (method === 'POST' ? Response.json({}, { status: 503 }) : undefined))
  app.register(webinar, app.contact(ada))
  app.register(webinar, app.contact({ lastname: 'Nobody', emailaddress1: null }))
  const page = await visit()
  await go(page, en.views.ahead)
  const its = card(page, webinar.name)
  await button(its, en.showBackfill, webinar.name).click()
  await its.getByText(/^Nothing was changed\. Of 2 people/).waitFor()
  await button(its, en.doBackfill, webinar.name).click()
  await its.locator('fluent-progress-bar').first().waitFor()
  app.clearFaults()
  await its.getByText(/^2 of 3 done\. 1 failed/).waitFor()
  expect(app.registrants(webinar)).toMatchObject([{ email: 'ada@example.test' }])
})

test('two people who press the same button order it once', inBrowser, async ({ app, webinar, visit }) => {
  const pages = [await visit(), await visit()]
  for (const page of pages) await go(page, en.views.ahead)
  await app.idle()
  const release = hold(app)
  for (const page of pages) {
    await button(card(page, webinar.name), en.check, webinar.name).click()
    await card(page, webinar.name).getByText(en.states.running).first().waitFor()
  }
  release()
  for (const page of pages) await card(page, webinar.name).getByText('The check found nothing').waitFor()
  expect(requestsOf(app, webinar)).toHaveLength(1)
})

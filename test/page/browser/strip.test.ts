import { expect } from 'vitest'
import { de } from '../../../page/words/de.ts'
import { en } from '../../../page/words/en.ts'
import { type Actions, serveStrip } from '../../../tools/start/serve-strip.ts'
import { texts } from '../../../tools/start/strip/texts.ts'
import { createWorld } from '../../../tools/start/world.ts'
import { card, expectAccessible, go, inBrowser, test as inPage } from '../../harness/browser.ts'
import { until } from '../../harness/test-app.ts'

let ahead = 0
let actions: Actions | undefined
const now = () => new Date(Date.now() + ahead)
const added = await serveStrip(() => actions)
const test = inPage.override('appOptions', { now, solution: true, dataverse: { now, added } })

test(
  'buttons below the page play the people and ON24, and let the page’s clock go on',
  inBrowser,
  async ({ app, account, visit }) => {
    const world = createWorld(app, account, now)
    const pass = async (milliseconds: number) => {
      const before = now()
      ahead += milliseconds
      world.pass(before)
    }
    actions = { ...world, pass }
    const webinar = await app.webinar({ ...account, values: { msevtmgt_name: 'Played' } })
    const page = await visit()
    const strip = page.locator('emulator-strip')
    await strip.getByText(texts.en.register).click()
    await strip.getByText(texts.en.registered(4)).waitFor()
    await until(() => expect(app.registrants(webinar)).toHaveLength(3))
    await expectAccessible(page)
    await strip.getByText(texts.en.breakOn24).click()
    await strip.getByText(texts.en.broken(60)).waitFor()
    const german = await visit({ language: 1031 })
    await go(german, de.views.ahead)
    await german.locator('emulator-strip').getByText(texts.de.cancel).click()
    await german
      .locator('emulator-strip')
      .getByText(/ hat abgesagt\.$/)
      .waitFor()
    await go(page, en.views.ahead)
    await card(page, 'Played').waitFor()
    for (let passed = 0; passed < 2; passed++) {
      await Promise.all([page.waitForEvent('load'), strip.getByText(texts.en.day).click()])
    }
    await card(page, 'Played').waitFor({ state: 'hidden' })
    await go(page, en.views.past)
    await card(page, 'Played').waitFor()
  },
)

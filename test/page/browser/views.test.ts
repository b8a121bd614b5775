import { expect } from 'vitest'
import { de } from '../../../page/words/de.ts'
import { en } from '../../../page/words/en.ts'
import { card, expectAccessible, go, inBrowser, test as inPage } from '../../harness/browser.ts'

/** A webinar ahead and one that is over, each with somebody registered; one of them was refused. */
const test = inPage.extend('world', { scope: 'file' }, async ({ app, account }) => {
  const [ahead, past] = [
    await app.webinar({ ...account, values: { msevtmgt_name: 'Ahead' } }),
    await app.webinar({ ...account, startsInHours: -26, values: { msevtmgt_name: 'Past' } }),
  ]
  app.register(ahead, app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  app.register(ahead, app.contact({ lastname: 'Nobody', emailaddress1: 'nobody@example,test' }))
  app.register(past, app.contact({ lastname: 'Hopper', emailaddress1: 'grace@example.test' }))
  await app.idle()
  for (const timer of ['sweep-timer', 'attendance-timer']) await app.host.run(timer)
  await app.idle()
  return app
})

for (const words of [en, de]) {
  test(
    `no view has a fault for keyboards and screen readers in the language of “${words.title}”`,
    inBrowser,
    async ({ world: _, visit }) => {
      const page = await visit({ language: words === de ? 1031 : 1033 })
      for (const view of Object.values(words.views)) {
        await go(page, view)
        await page.getByText(words.loading).first().waitFor({ state: 'hidden' })
        await expectAccessible(page)
      }
    },
  )
}

test('a narrow screen shows all views without scrolling to the side', inBrowser, async ({ world: _, visit }) => {
  const page = await visit({ width: 360 })
  for (const view of Object.values(en.views)) {
    await go(page, view)
    await page.getByText(en.loading).first().waitFor({ state: 'hidden' })
    const { scrollWidth, clientWidth } = await page.locator('html').evaluate((html) => ({
      scrollWidth: html.scrollWidth,
      clientWidth: html.clientWidth,
    }))
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
  }
})

test('the keyboard alone leads through the views', inBrowser, async ({ world: _, visit }) => {
  const page = await visit()
  for (const view of [en.views.attention, en.views.ahead]) {
    const link = page.getByRole('link', { name: view, exact: true })
    for (let tabs = 0; tabs < 20 && !(await link.evaluate((one) => one.matches(':focus'))); tabs++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: view, level: 2 }).waitFor()
    expect(await page.locator(':focus').textContent()).toBe(view)
    await page.goBack()
    await page.getByRole('heading', { name: en.views.overview, level: 2 }).waitFor()
    await page.reload()
  }
  await go(page, en.views.ahead)
  await card(page, 'Ahead').waitFor()
})

import { AxeBuilder } from '@axe-core/playwright'
import { expect } from 'vitest'
import { inBrowser, test } from '../../harness/browser.ts'
import { ada, registeredWithLink } from '../../harness/joining.ts'

test('a browser with and one without script are signed in by a join link', inBrowser, async ({ app, browser }) => {
  const account = await app.account({ settings: { wbc_loginonly: true } })
  const soon = await app.webinar({ ...account, startsInHours: 0.5 })
  const { link } = await registeredWithLink(app, soon)

  const page = await browser.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(link)
  await page.waitForURL(/\/lobby\?/)
  expect(await page.title()).toBe('Lobby')
  expect(asked.join()).not.toContain('ada')
  await page.close()

  const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'de-DE' })
  const form = await plain.newPage()
  await form.goto(link)
  await form.getByRole('button', { name: 'Zum Webinar' }).click()
  await form.waitForURL(/\/lobby\?/)
  await plain.close()
})

test('a page of a join link has no fault that axe finds', inBrowser, async ({ app, browser }) => {
  const { link } = await registeredWithLink(app, await app.webinar(), { ...ada, emailaddress1: 'grace@example.test' })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  expect(await page.getByRole('heading').textContent()).toMatch(/^“Spring demo” begins on/)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await context.close()
})

import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { en } from '../../../page/words/en.ts'
import { button, go, inBrowser, test } from '../../harness/browser.ts'
import { until } from '../../harness/test-app.ts'

const its = en.fields
const row = (page: Page, name: RegExp) => page.locator('tr', { has: page.getByRole('rowheader', { name }) })

test(
  'a field that ON24 requires is read, mapped and looked at on the page, and goes out',
  inBrowser,
  async ({ app, account, visit }) => {
    const values = { msevtmgt_name: 'Mapped' }
    const webinar = await app.webinar({ ...account, requiredFields: ['std1'], values })
    app.on24.na.event(webinar.on24).dropdowns = { std1: ['Staff', 'Guest'] }
    const person = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'mapped@example.test', jobtitle: 'Engineer' }
    const id = app.register(webinar, app.contact(person))
    const page = await visit()
    await go(page, en.views.ahead)
    await page.getByRole('link', { name: `${en.views.fields}: Mapped` }).click()
    await button(page, its.read, 'Mapped').click()
    const wish = row(page, /^Std1 /)
    await wish.getByText(its.trouble({ kind: 'unmapped' })).waitFor()
    await wish.getByText(its.trouble({ kind: 'missing', count: 1 })).waitFor()

    await button(page, its.add, 'Std1').click()
    await page.getByLabel(its.column, { exact: true }).selectOption('department')
    await page.getByLabel(its.ifNone, { exact: true }).selectOption('Staff')
    await button(page, its.save).click()
    await wish.getByText('department').waitFor()
    await page.getByLabel(`${its.person}: Mapped`).fill('byr')
    await page.keyboard.press('Enter')
    await button(page, en.kinds.preview, 'Ada Byron').click()
    await page.getByText('Std1: Staff').waitFor()
    await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'review' })
    await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
    expect(app.registrants(webinar)).toMatchObject([{ email: 'mapped@example.test', std1: 'Staff' }])
  },
)

import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { findChromium, launchChromium } from '../../tools/environment/chromium.ts'
import { type TestApp, test as withApp } from './test-app.ts'

/** The rights of a person: depth by privilege, 1 for own rows and 8 for all; without them a system administrator. */
type Person = { language?: 1031 | 1033; privileges?: Record<string, number>; width?: number }

/** Opens the page as a person of her own, with a session of her own. */
type Visit = (person?: Person) => Promise<Page>

const chromium = findChromium()
if (!chromium) console.warn('Pages are not tried in a browser: there is no Chromium here, and CHROME_PATH names none.')

/** A page has so long to show what is waited for: the machine may be busy. */
const patience = 40_000
const [english, german] = [1033, 1031] as const

/** A test with a browser, in an environment with the connector's solution. */
export const test = withApp
  .extend('browser', { scope: 'file' }, async ({ app: _ }, { onCleanup }) => {
    const browser = await launchChromium(chromium ?? '')
    onCleanup(() => browser.close())
    return browser
  })
  .extend('visit', async ({ app, browser }, { onCleanup }): Promise<Visit> => {
    const faults: string[] = []
    const opened: Page[] = []
    onCleanup(async () => {
      await Promise.all(opened.map((page) => page.context().close()))
      expect(faults).toEqual([])
    })
    return async (person = {}) => {
      const page = await open(app, browser, person, faults)
      opened.push(page)
      return page
    }
  })
  .override('appOptions', { solution: true })

/** Options of each such test: without a Chromium on this machine it is skipped. */
export const inBrowser = { skip: chromium === undefined, timeout: 120_000 }

async function open(app: TestApp, browser: Browser, person: Person, faults: string[]): Promise<Page> {
  const { language = english, width = 1280 } = person
  const locale = language === german ? 'de-DE' : 'en-US'
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale, timezoneId: 'Europe/Berlin' })
  context.setDefaultTimeout(patience)
  const [name = '', value = ''] = app.dataverse.session(addPerson(app, person)).split('=')
  await context.addCookies([{ name, value, url: app.dataverse.url, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`))
  // An answer that refuses is told by the browser too; a violation of the policy is an error of the console as well.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text())
  })
  await page.goto(`${app.dataverse.url}/WebResources/wbc_/webinars.html`)
  return page
}

function addPerson({ dataverse }: TestApp, { language = english, privileges }: Person): string {
  dataverse.session()
  const user = dataverse.insert('systemuser', { fullname: 'Grace Hopper' })
  dataverse.insert('usersettings', { systemuserid: user, uilanguageid: language })
  const roleid = privileges ? addRole(dataverse, privileges) : administrator(dataverse)
  dataverse.insert('systemuserroles', { systemuserid: user, roleid })
  return user
}

function administrator(dataverse: TestApp['dataverse']) {
  return dataverse.rows('role').find(({ name }) => name === 'System Administrator')?.roleid
}

function addRole(dataverse: TestApp['dataverse'], privileges: Record<string, number>) {
  const businessunitid = dataverse.rows('businessunit')[0]?.businessunitid
  const roleid = dataverse.insert('role', { name: 'Role', businessunitid })
  for (const [name, privilegedepthmask] of Object.entries(privileges)) {
    const held = dataverse.rows('privilege').find((row) => String(row.name).toLowerCase() === name.toLowerCase())
    dataverse.insert('roleprivileges', { roleid, privilegeid: held?.privilegeid, privilegedepthmask })
  }
  return roleid
}

/** Expects that axe, which knows the rules for keyboards and screen readers, finds no fault in what the page shows. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

/** Goes to a part of the page by its link, as it is called in the language of the page. */
export async function go(page: Page, view: string) {
  await page.getByRole('link', { name: view, exact: true }).click()
  await page.getByRole('heading', { name: view, level: 2 }).waitFor()
}

/** A button by its words; what it is about follows them for people who do not see where it stands. */
export function button(within: Page | Locator, words: string, about?: string): Locator {
  const shown = within.locator('fluent-button', { hasText: words })
  return about === undefined ? shown : within.locator(`fluent-button[aria-label="${words}: ${about}"]`)
}

/** The card of a webinar, an account or a request. */
export function card(page: Page, name: string): Locator {
  return page.locator('li.card', { hasText: name })
}

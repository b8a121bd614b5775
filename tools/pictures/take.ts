import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Words } from '../../page/words/en.ts'
import type { PicturedWorld } from './world.ts'

/** All pictures have this size, and show the same zone wherever they are taken. */
const look = {
  viewport: { width: 1280, height: 800 },
  locale: 'en-US',
  timezoneId: 'Europe/London',
  colorScheme: 'light',
  reducedMotion: 'reduce',
} as const

/**
 * Orders a check, a dry run and the fields on the page, and takes a picture of each of its views.
 * @returns the files, one a view
 */
export async function takePictures(
  browser: Browser,
  { page: address }: PicturedWorld,
  folder: string,
  words: Words,
): Promise<string[]> {
  const page = await browser.newPage(look)
  await page.goto(address)
  await go(page, words.views.ahead)
  for (const [at, label] of [words.check, words.showBackfill].entries()) {
    await page.locator(`fluent-button[aria-label^="${label}: "]`).first().click()
    await page.locator('.answers').getByText(words.states.done).nth(at).waitFor()
  }
  await go(page, words.views.fields)
  await page.locator(`fluent-button[aria-label^="${words.fields.read}"]`).first().click()
  await page.getByRole('rowheader').first().waitFor()
  const files: string[] = []
  for (const [name, view] of Object.entries(words.views)) {
    await go(page, view)
    await page.getByText(words.loading).first().waitFor({ state: 'hidden' })
    // The focus is on the heading, and the mouse nowhere.
    await page.locator(':focus').evaluate((heading) => heading.blur())
    await page.mouse.move(0, 0)
    const path = join(folder, `${name}.png`)
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
    files.push(path)
  }
  return files
}

async function go(page: Page, view: string) {
  await page.getByRole('link', { name: view, exact: true }).click()
  await page.getByRole('heading', { name: view, level: 2 }).waitFor()
}

import { expect, test } from 'vitest'
import { bundlePage, compressedSize } from '../../tools/package/page.ts'

const files = await bundlePage()
const contentOf = (name: string) => files.find((file) => file.name === name)?.content ?? ''

test('the whole page is below 100 kB, compressed', () => {
  expect(files.map(({ name }) => name)).toEqual(['wbc_/webinars.html', 'wbc_/webinars.js', 'wbc_/webinars.css'])
  expect(compressedSize(files)).toBeLessThan(100_000)
})

test('the page has no script and no style of its own in it, and refers to files beside it', () => {
  const html = contentOf('wbc_/webinars.html')
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/)
  const references = Array.from(html.matchAll(/\b(?:src|href)="([^"]*)"/g), ([, address]) => address)
  expect(references).toEqual(['data:,', 'webinars.css', '../ClientGlobalContext.js.aspx', 'webinars.js'])
})

test('the page calls no foreign host and builds no code at run time', () => {
  const script = contentOf('wbc_/webinars.js')
  expect(script).not.toMatch(/\beval\(|new Function\(/)
  const hosts = Array.from(script.matchAll(/https?:\/\/([\w.-]+)/g), ([, host]) => host)
  // Name spaces of XML are no addresses.
  expect([...new Set(hosts)].filter((host) => host !== 'www.w3.org')).toEqual([])
  expect(contentOf('wbc_/webinars.css')).not.toMatch(/url\(|@import/)
})

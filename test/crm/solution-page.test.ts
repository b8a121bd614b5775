import { expect } from 'vitest'
import { bundlePage } from '../../tools/package/page.ts'
import { named, test } from '../harness/crm.ts'

const script = 'wbc_/webinars.js'

test('apply brings the page as this version builds it, and publishes it', async ({ crm }) => {
  await crm.run('apply')
  const kept = new Map(crm.rows('webresource').map(({ name, content }) => [name, content]))
  for (const { name, content } of await bundlePage()) {
    expect(Buffer.from(String(kept.get(name)), 'base64').toString()).toBe(content)
  }
  expect(kept.size).toBe(3)
  expect(crm.dataverse.unpublished()).toEqual([])
})

test('the page is the first thing in the app', async ({ crm }) => {
  await crm.run('apply')
  const [siteMap] = crm.rows('sitemap')
  const areas = Array.from(String(siteMap?.sitemapxml).matchAll(/<SubArea Id="([^"]*)"(?: Url="([^"]*)")?/g))
  expect(areas[0]?.slice(1)).toEqual(['wbc_page', '$webresource:wbc_/webinars.html'])
  expect(String(siteMap?.sitemapxml)).toContain('<Title LCID="1031" Title="Überblick" />')
})

test('the files of the page are in the solution', async ({ crm }) => {
  await crm.run('apply')
  const members = crm.rows('solutioncomponent').map(({ objectid }) => objectid)
  for (const { webresourceid } of crm.rows('webresource')) expect(members).toContain(webresourceid)
})

test('a file of the page that somebody has edited is set anew', async ({ crm }) => {
  await crm.run('apply')
  const { row } = named(crm, 'webresource', script)
  crm.dataverse.update('webresource', String(row.webresourceid), { content: Buffer.from('edited').toString('base64') })
  expect(await crm.run('plan')).toContain(`web resource ${script}: to set its content`)
  crm.writes()
  await crm.run('apply')
  expect(named(crm, 'webresource', script).row.content).toBe(row.content)
  expect(crm.writes().filter((write) => /webresource|PublishXml/.test(write))).toHaveLength(2)
  expect(crm.dataverse.unpublished()).toEqual([])
})

test('a page that is as it should be is left alone', async ({ crm }) => {
  await crm.run('apply')
  crm.writes()
  await crm.run('apply')
  expect(crm.writes().filter((write) => /webresource|PublishXml/.test(write))).toEqual([])
})

test('remove takes the page away', async ({ crm }) => {
  await crm.run('apply')
  await crm.run('remove')
  expect(crm.rows('webresource')).toEqual([])
})

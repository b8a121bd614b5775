import { beforeEach, expect, test } from 'vitest'
import { idOf, startWithSolution, type World } from './customization.ts'
import { call, codeOf, rowsOf } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await startWithSolution()
  await world.makeTable()
})

const base64 = (text: string) => Buffer.from(text).toString('base64')
const page = { name: 'cts_/page.html', displayname: 'Page', webresourcetype: 1, content: base64('<p>One</p>') }
const app = {
  name: 'Orders',
  uniquename: 'Orders',
  clienttype: 4,
  webresourceid: '953b9fac-1e5e-e611-80d6-00155ded156f',
}
const map = {
  sitemapname: 'Orders',
  sitemapnameunique: 'cts_Orders',
  isappaware: true,
  sitemapxml:
    '<SiteMap><Area Id="cts_area" ShowGroups="true"><Group Id="cts_group"><SubArea Id="cts_order" Entity="cts_order" /></Group></Area></SiteMap>',
}
const publish = (inner: string) =>
  world.post('PublishXml', { ParameterXml: `<importexportxml>${inner}</importexportxml>` })

test('a web resource is served, and its change once it is published', async () => {
  const id = idOf(await world.post('webresourceset', page))
  const read = async () => (await fetch(`${world.dataverse.url}/WebResources/cts_/page.html`)).text()
  expect(await read()).toBe('<p>One</p>')
  await call(world.dataverse, 'PATCH', `webresourceset(${id})`, { content: base64('<p>Two</p>') })
  expect(await read()).toBe('<p>One</p>')
  await publish(`<webresources><webresource>{${id}}</webresource></webresources>`)
  expect(await read()).toBe('<p>Two</p>')
  const other = await fetch(`${world.dataverse.url}/WebResources/cts_/other.html`)
  expect(other.status).toBe(404)
})

test.each([
  ['without a prefix', { name: 'page.html' }],
  ['with a blank in its name', { name: 'cts_/a page.html' }],
  ['that is not in base64', { content: '<p>' }],
  ['of an unknown type', { webresourcetype: 9 }],
  ['above the largest upload', { content: 'AAAA'.repeat(1_800_000) }],
])('a web resource %s is refused', async (_, members) => {
  expect((await world.post('webresourceset', { ...page, ...members })).status).toBe(400)
})

test('an app gets the prefix of its publisher, and none of its own', async () => {
  expect(codeOf(await world.post('appmodules', { ...app, uniquename: 'cts_Orders' }))).toBe('0x80050135')
  expect((await world.post('appmodules', app)).status).toBe(204)
  expect(world.dataverse.rows('appmodule')).toMatchObject([{ uniquename: 'cts_Orders' }])
})

test('a new app is invisible until it is published', async () => {
  const id = idOf(await world.post('appmodules', app))
  expect(rowsOf(await world.get('appmodules'))).toEqual([])
  const all = 'appmodules/Microsoft.Dynamics.CRM.RetrieveUnpublishedMultiple()?$select=uniquename'
  expect(rowsOf(await world.get(all))).toMatchObject([{ appmoduleid: id, uniquename: 'cts_Orders' }])
  await publish(`<appmodules><appmodule>${id}</appmodule></appmodules>`)
  expect(rowsOf(await world.get('appmodules'))).toMatchObject([{ appmoduleid: id }])
})

test('an app is valid with its site map and takes no second one', async () => {
  const AppId = idOf(await world.post('appmodules', app))
  const valid = async () => (await world.get(`ValidateApp(AppModuleId=${AppId})`)).body.AppValidationResponse
  expect(await valid()).toMatchObject({ ValidationSuccess: false, ValidationIssueList: [{ ErrorType: 'Error' }] })
  const add = (sitemapid: string) =>
    world.post('AddAppComponents', {
      AppId,
      Components: [{ '@odata.type': 'Microsoft.Dynamics.CRM.sitemap', sitemapid }],
    })
  const first = idOf(await world.post('sitemaps', map))
  expect((await add(first)).status).toBe(204)
  expect(await valid()).toMatchObject({ ValidationSuccess: true })
  const second = idOf(await world.post('sitemaps', { ...map, sitemapnameunique: 'cts_Others' }))
  expect(codeOf(await add(second))).toBe('0x80050111')
})

test('a site map has a unique name and leads to what exists', async () => {
  expect((await world.post('sitemaps', { ...map, sitemapnameunique: undefined })).status).toBe(400)
  const wrong = (from: string, to: string) => ({ ...map, sitemapxml: map.sitemapxml.replace(from, to) })
  expect((await world.post('sitemaps', wrong('Entity="cts_order"', 'Entity="cts_other"'))).status).toBe(400)
  expect((await world.post('sitemaps', wrong('Entity="cts_order"', 'Url="$webresource:cts_/no.html"'))).status).toBe(
    400,
  )
})

test('a page in a site map is not deleted, though nobody tells why beforehand', async () => {
  const id = idOf(await world.post('webresourceset', page))
  await world.post('sitemaps', {
    ...map,
    sitemapxml: map.sitemapxml.replace('Entity="cts_order"', `Url="$webresource:${page.name}"`),
  })
  expect(rowsOf(await world.get(`RetrieveDependenciesForDelete(ObjectId=${id},ComponentType=61)`))).toEqual([])
  expect(codeOf(await call(world.dataverse, 'DELETE', `webresourceset(${id})`))).toBe('0x8004F01F')
})

test('an app is given to a role once', async () => {
  const id = idOf(await world.post('appmodules', app))
  const [unit] = world.dataverse.rows('businessunit')
  const role = world.dataverse.insert('role', { name: 'Reader', businessunitid: unit?.businessunitid })
  const roles = `appmodules(${id})/appmoduleroles_association`
  const give = () => world.post(`${roles}/$ref`, { '@odata.id': `${world.dataverse.url}/api/data/v9.2/roles(${role})` })
  expect((await give()).status).toBe(204)
  expect(codeOf(await give())).toBe('0x80040237')
  expect(rowsOf(await world.get(roles))).toMatchObject([{ roleid: role, name: 'Reader' }])
})

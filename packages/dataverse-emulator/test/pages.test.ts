import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call } from './fixtures.ts'

let dataverse: Dataverse
const DAY = 86_400_000

beforeAll(async () => {
  dataverse = await startDataverse({
    now: () => new Date(Date.now() + DAY),
    added: { script: '/emulator/strip.js', answer: (request) => new Response(new URL(request.url).pathname) },
  })
  const publisher = { uniquename: 'contoso', friendlyname: 'Contoso', customizationprefix: 'cts' }
  dataverse.insert('publisher', { ...publisher, customizationoptionvalueprefix: 10_001 })
  for (const [name, webresourcetype, content] of resources) {
    dataverse.insert('webresource', { name, webresourcetype, content: Buffer.from(content).toString('base64') })
  }
})
afterAll(() => dataverse.stop())

const resources = [
  ['cts_/page.html', 1, '<!doctype html><html><head><title>Page</title></head></html>'],
  ['cts_/page.js', 3, 'document.title'],
  ['cts_/page.css', 2, 'body {}'],
  ['cts_/icon.svg', 11, '<svg xmlns="http://www.w3.org/2000/svg"/>'],
] as const

const get = (path: string, cookie?: string) =>
  fetch(`${dataverse.url}${path}`, cookie === undefined ? {} : { headers: { cookie } })

test('web resources come with their types and a strict policy, with a token of the version too', async () => {
  const types = ['text/html', 'text/javascript', 'text/css', 'image/svg+xml']
  for (const [at, [name]] of resources.entries()) {
    for (const path of [`/WebResources/${name}`, `/%7B637000000000000000%7D/WebResources/${name}`]) {
      const { status, headers } = await get(path)
      expect([status, headers.get('content-type')]).toEqual([200, types[at]])
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      )
    }
  }
  expect((await get('/WebResources/cts_/other.html')).status).toBe(404)
})

test('a first visitor is signed in as a system administrator, who may read everything', async () => {
  const [cookie = ''] = (await get('/WebResources/cts_/page.html')).headers.get('set-cookie')?.split(';') ?? []
  const reply = await call(dataverse, 'GET', 'contacts', undefined, { authorization: null, cookie })
  expect(reply.status).toBe(200)
  expect((await get('/WebResources/cts_/page.html', cookie)).headers.get('set-cookie')).toBeNull()
})

test('the global context tells a page who is there, in which language and where', async () => {
  const user = dataverse.insert('systemuser', { fullname: 'Grace </script>' })
  dataverse.insert('usersettings', { systemuserid: user, uilanguageid: 1031 })
  const script = await get('/WebResources/ClientGlobalContext.js.aspx', dataverse.session(user))
  expect(script.headers.get('content-type')).toBe('text/javascript')
  const page = { window: {} as { GetGlobalContext?: () => Record<string, never> }, document: { addEventListener() {} } }
  const text = await script.text()
  runInNewContext(text, page)
  const context = page.window.GetGlobalContext?.() as unknown as {
    getClientUrl(): string
    userSettings: { languageId: number; userId: string; userName: string }
  }
  expect(context.getClientUrl()).toBe(dataverse.url)
  expect(context.userSettings).toMatchObject({ languageId: 1031, userName: 'Grace </script>' })
  expect(context.userSettings.userId.toLowerCase()).toBe(`{${user}}`)
  expect(text).not.toContain('</script>')
})

test('a script is added to pages where somebody gives one, and asks below a path of its own', async () => {
  const page = await (await get('/WebResources/cts_/page.html')).text()
  expect(page).toContain('<head><script src="/emulator/strip.js"></script><title>')
  expect(await (await get('/WebResources/cts_/page.js')).text()).toBe('document.title')
  expect(await (await get('/emulator/strip.js')).text()).toBe('/emulator/strip.js')
})

test('answers tell the time of the environment, which is not that of the machine', async () => {
  const { headers } = await get('/WebResources/cts_/page.js')
  expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(Date.now() + DAY - 10_000)
})

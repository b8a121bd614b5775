import { serve } from '@webinar-connector/emulator-server'
import { expect } from 'vitest'
import { createAzure } from '../../../tools/connector/azure.ts'
import { findApp } from '../../../tools/connector/find-app.ts'
import { operatorOf } from '../../harness/connector.ts'
import { resourceId } from '../../harness/crm.ts'
import { test as base } from '../../harness/test-app.ts'

/** Azure Resource Manager with one function app, whose settings and key some may read. */
const test = base
  .extend('azure', async ({ app, onTestFinished }) => {
    const azure = { mayRead: true, asked: [] as string[], manager: { url: '' } }
    const { entra } = app.identity
    const settings = { ENTRA_CLIENT_ID: entra.clientId, DATAVERSE_URL: app.dataverse.url }
    const manager = await serve(async (request) => {
      const { pathname } = new URL(request.url)
      azure.asked.push(pathname)
      if (pathname.endsWith('/Microsoft.ResourceGraph/resources')) {
        const { query } = (await request.json()) as { query: string }
        const { host } = new URL(app.host.url)
        const isMeant = query.toLowerCase().includes("'contoso-webinars'") || query.includes(`'${host}'`)
        return Response.json({ data: isMeant ? [{ id: resourceId, host }] : [] })
      }
      if (!azure.mayRead) return Response.json({ error: { code: 'AuthorizationFailed' } }, { status: 403 })
      if (pathname === `${resourceId}/config/appsettings/list`) return Response.json({ properties: settings })
      if (pathname === `${resourceId}/host/default/listkeys`)
        return Response.json({ masterKey: app.host.keys.master, functionKeys: { default: app.host.keys.default } })
      return new Response(null, { status: 404 })
    })
    onTestFinished(manager.stop)
    return Object.assign(azure, { manager })
  })
  .extend('operator', async ({ app, azure }) => {
    const operator = operatorOf(app)
    operator.environment.AZURE_RESOURCE_MANAGER_URL = azure.manager.url
    operator.environment.FUNCTION_APP_RESOURCE_ID = resourceId
    return operator
  })

test('a person comes in with a token, and a role that is too small is named', async ({ operator, azure }) => {
  expect((await operator.call('status')).code).toBe(0)
  expect(azure.asked).toEqual([])
  operator.roles = ['Reader']
  const { code, out, notes } = await operator.call('send-again', '--all')
  expect({ code, out, notes }).toEqual({ code: 3, out: '', notes: [expect.stringMatching(/role Operator/)] })
})

test('a person without a role is told how to get in, and comes in with the key on demand', async ({
  operator,
  azure,
}) => {
  operator.roles = undefined
  const { code, notes } = await operator.call('status')
  expect({ code, notes }).toEqual({ code: 3, notes: [expect.stringMatching(/az login.*a role.*--with-key/)] })
  expect(azure.asked).toEqual([])
  expect((await operator.call('status', '--with-key')).code).toBe(0)
  expect(azure.asked).toEqual([`${resourceId}/host/default/listkeys`])
})

test('where sign-in is not set up, Azure gives the key, or says that it does not', async ({ operator, azure }) => {
  delete operator.environment.ENTRA_CLIENT_ID
  expect((await operator.call('status')).code).toBe(0)
  azure.mayRead = false
  const { code, notes } = await operator.call('status')
  expect({ code, notes }).toEqual({
    code: 3,
    notes: [expect.stringMatching(/not let your account have the function key/)],
  })
})

test('a given key goes before all else, and a wrong one is said to be wrong', async ({ operator, app }) => {
  operator.roles = undefined
  expect((await operator.call('status', '--key', app.host.keys.default)).code).toBe(0)
  const { code, notes } = await operator.call('failures', '--key', 'wrong')
  expect({ code, notes }).toEqual({ code: 3, notes: [expect.stringMatching(/does not take the function key/)] })
})

test('keys that are switched off are no way in, and the answer says what is', async ({ operator, app }) => {
  const closed = await app.startHost({ env: { KEY_ROUTES: 'off' } })
  const { code, notes } = await operator.call('failures', '--app', closed.url, '--key', closed.keys.default)
  await closed.stop()
  expect({ code, notes }).toEqual({ code: 3, notes: [expect.stringMatching(/api\/v1\/failures/)] })
})

test('an app of which nothing is known here is looked for in Azure, by its address or its name', async ({
  operator,
  app,
  azure,
}) => {
  const { environment } = operator
  operator.environment = { AZURE_RESOURCE_MANAGER_URL: azure.manager.url }
  expect((await operator.call('status', '--app', app.host.url)).code).toBe(0)
  expect(azure.asked.slice(1)).toEqual([`${resourceId}/config/appsettings/list`])
  const { manager } = azure
  const asPerson = createAzure({ manager: manager.url, insights: manager.url }, async () => 'token')
  expect(await findApp({ app: 'Contoso-Webinars' }, {}, asPerson)).toEqual({
    url: `https://${new URL(app.host.url).host}`,
    resourceId,
    clientId: environment.ENTRA_CLIENT_ID,
    dataverse: environment.DATAVERSE_URL,
  })
  const unknown = await operator.call('status', '--app', 'nobody')
  expect(unknown).toMatchObject({
    code: 2,
    notes: [expect.stringMatching(/no function app nobody: .*--app.*az login/)],
  })
})

test('an app that is not there, and one that is none, are told apart', async ({ operator }) => {
  const nowhere = await operator.call('status', '--app', 'https://nowhere.invalid', '--key', 'x')
  expect(nowhere).toMatchObject({
    code: 3,
    notes: [expect.stringMatching(/^nowhere\.invalid cannot be reached.*network/)],
  })
  const other = await serve(() => new Response('Hello', { status: 404 }))
  const { code, notes } = await operator.call('failures', '--app', other.url, '--key', 'x')
  await other.stop()
  expect({ code, notes }).toEqual({ code: 2, notes: [expect.stringMatching(/There is no webinar connector at/)] })
  operator.environment = {}
  expect(await operator.call('status')).toMatchObject({
    code: 2,
    notes: [expect.stringMatching(/--app.*azd env refresh/)],
  })
})

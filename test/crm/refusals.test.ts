import { serve } from '@webinar-connector/emulator-server'
import { expect } from 'vitest'
import { test as base, type CrmEnvironment, inventory, resourceId } from '../harness/crm.ts'

/** A test that counts the rows first. */
const test = base.extend('before', { auto: true }, ({ crm }) => inventory(crm))
test.afterEach(({ crm, before }) => {
  // A refusal leaves nothing half done.
  expect(crm.writes()).toEqual([])
  expect(inventory(crm)).toEqual(before)
})

/** Answers calls whose path matches in place of Dataverse. */
function answer(crm: CrmEnvironment, path: RegExp, response: () => Response) {
  crm.dataverse.injectFault(({ url }) => (path.test(decodeURIComponent(url)) ? response() : undefined))
}

function fault(status: number, message: string) {
  return () => Response.json({ error: { code: '0x80040220', message } }, { status })
}

test('an address where nobody answers', async ({ crm }) => {
  const gone = await serve(() => new Response())
  await gone.stop()
  const sentence = `There is no Dataverse environment at ${gone.url}: check --url.`
  expect(await crm.refusal('apply', { url: gone.url })).toBe(sentence)
})

test.for<[string, () => Response]>([
  ['says nothing of the kind', () => new Response('<html></html>', { headers: { 'content-type': 'text/html' } })],
  ['has no such page', () => new Response('Not found', { status: 404 })],
  ['leads elsewhere', () => new Response(null, { status: 302, headers: { location: 'https://login.example.com' } })],
])('a web site that is no environment: it %s', async ([_, page], { crm }) => {
  const site = await serve(page)
  expect(await crm.refusal('apply', { url: site.url })).toMatch(
    /^There is no Dataverse environment at .*check --url\.$/,
  )
  await site.stop()
})

test('an environment of another tenant', async ({ crm }) => {
  answer(crm, /WhoAmI/, fault(401, 'No.'))
  expect(await crm.refusal('apply')).toMatch(/does not accept your sign-in: .*az login/)
})

test('an account that is no user there', async ({ crm }) => {
  answer(crm, /WhoAmI/, fault(403, 'The user is not a member of the organization.'))
  expect(await crm.refusal('apply')).toMatch(/System Administrator.*The user is not a member of the organization\./)
})

test('an account that may only read is told what it lacks before the first write', async ({ crm }) => {
  answer(crm, /RetrieveUserPrivileges/, () => Response.json({ RolePrivileges: [] }))
  const sentence = await crm.refusal('apply')
  expect(sentence).toMatch(/prvCreateServiceEndpoint/i)
  expect(sentence).toMatch(/prvCreateSdkMessageProcessingStep/i)
  expect(sentence).toMatch(/Nothing was changed\.$/)
})

test('an account that may not read roles', async ({ crm }) => {
  answer(crm, /\/roles/, fault(403, 'Principal user is missing prvReadRole privilege.'))
  expect(await crm.refusal('apply')).toMatch(/sign in as somebody with the role System Administrator.*prvReadRole/)
})

test('an environment without event management', async ({ crm }) => {
  answer(crm, /LogicalName='msevtmgt_/, fault(404, 'Could not find an entity.'))
  expect(await crm.refusal('plan')).toMatch(/has no event management: install/)
})

test('tables and columns that are missing are all named', async ({ crm }) => {
  answer(crm, /LogicalName='(msevtmgt_checkin|account)'/, fault(404, 'Could not find an entity.'))
  expect(await crm.refusal('apply')).toMatch(/lacks (account, msevtmgt_checkin|msevtmgt_checkin, account): update/)
  const definition = { LogicalName: 'account', ChangeTrackingEnabled: true, Privileges: [], Attributes: [] }
  answer(crm, /LogicalName='account'/, () => Response.json(definition))
  expect(await crm.refusal('apply')).toMatch(/lacks account\.name: update/)
})

test('an endpoint of another deployment', async ({ crm, before }) => {
  const theirs = {
    name: 'Webinar connector',
    url: 'https://other.azurewebsites.net/api/webhooks/dataverse',
    contract: 8,
  }
  crm.dataverse.insert('serviceendpoint', { ...theirs, authtype: 4 })
  Object.assign(before, inventory(crm))
  expect(await crm.refusal('apply')).toMatch(/belongs to another deployment \(https:\/\/other\.azurewebsites\.net/)
})

test('a function key that the app does not take', async ({ crm }) => {
  expect(await crm.refusal('apply', { key: 'wrong' })).toMatch(/does not take the function key/)
})

test('an app that belongs to another environment', async ({ crm }) => {
  const no = { error: { code: 'unauthorized', message: 'The header must name the environment.' } }
  crm.app.injectFault(() => Response.json(no, { status: 401 }))
  expect(await crm.refusal('apply')).toMatch(/is for another environment: check --url and --app\.$/)
})

test.for<[string, () => Response, RegExp]>([
  ['has no such route', () => new Response(null, { status: 404 }), /There is no webinar connector at/],
  ['is a web site', () => new Response('Hello'), /There is no webinar connector at/],
  ['is closed to this network', () => new Response('Forbidden', { status: 403 }), /one that ALLOWED_NETWORKS names/],
  ['is down', () => new Response(null, { status: 503 }), /does not take webhooks at the moment \(503\)/],
])('an app that %s', async ([_, page, sentence], { crm }) => {
  crm.app.injectFault(page)
  expect(await crm.refusal('apply')).toMatch(sentence)
})

test('a missing key is answered with the command that prints it', async ({ crm }) => {
  const command =
    /--key "\$\(az functionapp function keys list --name contoso-webinars --resource-group rg-webinars --function-name dataverse-webhook-post --query default --output tsv\)"/
  expect(await crm.refusal('apply', { key: undefined })).toMatch(
    /az functionapp function keys list --name 127 --resource-group <resource group>/,
  )
  crm.arm.injectFault(() => new Response(null, { status: 403 }))
  expect(await crm.refusal('apply', { key: undefined, 'resource-id': resourceId })).toMatch(command)
})

test('an address that cannot be reached from here', async ({ crm }) => {
  const sentence = await crm.refusal('plan', { url: 'https://contoso.invalid' })
  expect(sentence).toMatch(/^contoso\.invalid cannot be reached from here \(E\w+\): check the address, and .*network/)
})

test('nobody at the terminal to ask before a removal', async ({ crm, before }) => {
  await crm.run('apply')
  Object.assign(before, inventory(crm))
  crm.writes()
  expect(await crm.refusal('remove', { yes: false })).toMatch(/say --yes to remove all of this\. Nothing was changed\./)
})

import { serve } from '@webinar-connector/emulator-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CrmRig, inventory, resourceId, startCrmRig } from '../harness/crm.ts'

let rig: CrmRig
let before: Record<string, number>
beforeEach(async () => {
  rig = await startCrmRig()
  before = inventory(rig)
})
afterEach(async () => {
  // Whatever was wrong, nothing was half done.
  expect(rig.writes()).toEqual([])
  expect(inventory(rig)).toEqual(before)
  await rig.stop()
})

/** Answers calls whose path matches in place of Dataverse. */
function answer(path: RegExp, response: () => Response) {
  rig.dataverse.interfere(({ url }) => (path.test(decodeURIComponent(url)) ? response() : undefined))
}

function fault(status: number, message: string) {
  return () => Response.json({ error: { code: '0x80040220', message } }, { status })
}

test('an address where nobody answers', async () => {
  const gone = await serve(() => new Response())
  await gone.stop()
  const sentence = `There is no Dataverse environment at ${gone.url}: check --url.`
  expect(await rig.refusal('apply', { url: gone.url })).toBe(sentence)
})

test.each([
  ['says nothing of the kind', () => new Response('<html></html>', { headers: { 'content-type': 'text/html' } })],
  ['has no such page', () => new Response('Not found', { status: 404 })],
  ['leads elsewhere', () => new Response(null, { status: 302, headers: { location: 'https://login.example.com' } })],
])('a web site that is no environment: it %s', async (_, page) => {
  const site = await serve(page)
  expect(await rig.refusal('apply', { url: site.url })).toMatch(
    /^There is no Dataverse environment at .*check --url\.$/,
  )
  await site.stop()
})

test('an environment of another tenant', async () => {
  answer(/WhoAmI/, fault(401, 'No.'))
  expect(await rig.refusal('apply')).toMatch(/does not accept your sign-in: .*az login/)
})

test('an account that is no user there', async () => {
  answer(/WhoAmI/, fault(403, 'The user is not a member of the organization.'))
  expect(await rig.refusal('apply')).toMatch(/System Administrator.*The user is not a member of the organization\./)
})

test('an account that may look but not write is told before the first write what it lacks', async () => {
  answer(/RetrieveUserPrivileges/, () => Response.json({ RolePrivileges: [] }))
  const sentence = await rig.refusal('apply')
  expect(sentence).toMatch(/prvCreateServiceEndpoint/i)
  expect(sentence).toMatch(/prvCreateSdkMessageProcessingStep/i)
  expect(sentence).toMatch(/Nothing was changed\.$/)
})

test('an account that may not read roles', async () => {
  answer(/\/roles/, fault(403, 'Principal user is missing prvReadRole privilege.'))
  expect(await rig.refusal('apply')).toMatch(/sign in as somebody with the role System Administrator.*prvReadRole/)
})

test('an environment without event management', async () => {
  answer(/LogicalName='msevtmgt_/, fault(404, 'Could not find an entity.'))
  expect(await rig.refusal('plan')).toMatch(/has no event management: install/)
})

test('tables and columns that are missing are all named', async () => {
  answer(/LogicalName='(msevtmgt_checkin|account)'/, fault(404, 'Could not find an entity.'))
  expect(await rig.refusal('apply')).toMatch(/lacks (account, msevtmgt_checkin|msevtmgt_checkin, account): update/)
  const definition = { LogicalName: 'account', ChangeTrackingEnabled: true, Privileges: [], Attributes: [] }
  answer(/LogicalName='account'/, () => Response.json(definition))
  expect(await rig.refusal('apply')).toMatch(/lacks account\.name: update/)
})

test('an endpoint of another deployment', async () => {
  const theirs = {
    name: 'Webinar connector',
    url: 'https://other.azurewebsites.net/api/webhooks/dataverse',
    contract: 8,
  }
  rig.dataverse.insert('serviceendpoint', { ...theirs, authtype: 4 })
  before = inventory(rig)
  expect(await rig.refusal('apply')).toMatch(/belongs to another deployment \(https:\/\/other\.azurewebsites\.net/)
})

test('a function key that the app does not take', async () => {
  expect(await rig.refusal('apply', { key: 'wrong' })).toMatch(/does not take the function key/)
})

test('an app that belongs to another environment', async () => {
  const no = { error: { code: 'unauthorized', message: 'The header must name the environment.' } }
  rig.door.interfere(() => Response.json(no, { status: 401 }))
  expect(await rig.refusal('apply')).toMatch(/is for another environment: check --url and --app\.$/)
})

test.each([
  ['has no such route', () => new Response(null, { status: 404 }), /There is no webinar connector at/],
  ['is a web site', () => new Response('Hello'), /There is no webinar connector at/],
  ['is down', () => new Response(null, { status: 503 }), /does not take webhooks at the moment \(503\)/],
])('an app that %s', async (_, page, sentence) => {
  rig.door.interfere(page)
  expect(await rig.refusal('apply')).toMatch(sentence)
})

test('without a key, the sentence holds the command that prints it', async () => {
  const command =
    /--key "\$\(az functionapp function keys list --name contoso-webinars --resource-group rg-webinars --function-name dataverse-webhook-post --query default --output tsv\)"/
  expect(await rig.refusal('apply', { key: undefined })).toMatch(
    /az functionapp function keys list --name 127 --resource-group <resource group>/,
  )
  rig.arm.interfere(() => new Response(null, { status: 403 }))
  expect(await rig.refusal('apply', { key: undefined, 'resource-id': resourceId })).toMatch(command)
})

test('plan goes without a key, and says that apply will need it', async () => {
  const [first] = await rig.crm('plan', { key: undefined })
  expect(first).toMatch(/az functionapp function keys list .* Apply needs it/)
})

import { expect } from 'vitest'
import { type CrmEnvironment, test } from '../harness/crm.ts'

/** Before anything is in Azure. */
const nothing = { app: undefined, identity: undefined, key: undefined, verbose: false }

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z')

function fill({ dataverse }: CrmEnvironment) {
  dataverse.insert('msevtmgt_webinarprovider', { msevtmgt_name: 'On24', msevtmgt_termsofservice: 'https://on24/terms' })
  const configuration = dataverse.insert('msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Ours',
    msevtmgt_accesstokensecret: 'left',
  })
  const event = dataverse.insert('msevtmgt_event', {
    msevtmgt_name: 'Spring demo',
    msevtmgt_eventformat: 100000002,
    msevtmgt_eventenddate: tomorrow,
    msevtmgt_webinarconfigurationid: configuration,
    msevtmgt_webinarid: '1234',
  })
  for (const statecode of [0, 0, 1]) {
    dataverse.insert('msevtmgt_eventregistration', {
      msevtmgt_contactid: dataverse.insert('contact', { lastname: 'Byron' }),
      msevtmgt_eventid: event,
      statecode,
    })
  }
  dataverse.insert('serviceendpoint', { name: 'ERP', url: 'https://erp.example.com/hook', contract: 8, authtype: 4 })
}

test('plan works before there is anything in Azure', async ({ crm }) => {
  fill(crm)
  crm.writes()
  const lines = await crm.run('plan', nothing)
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^What the connector needs: (\d+) of \1 tables, (\d+) of \2 of their columns\.$/),
      'Languages: 1031 German, 1033 English (base). Rows are written in English, unless MESSAGE_LANGUAGE says otherwise.',
      'Business units: 1. The app’s user belongs to the root, Contoso, and reaches all.',
      'Unmanaged customizations: allowed.',
      'Other service endpoints: “ERP” (0 active steps, erp.example.com).',
      'Left of Microsoft’s integration: 1 provider, 1 configuration, 1 of them with a secret on the row, a webinar id on 1 event, 0 sessions, 0 event registrations, 0 session registrations.',
      'Webinars ahead: 1 event, 0 sessions.',
      'Their registrations: 2 event registrations, 0 session registrations.',
      'Change tracking: 6 as it should be',
      'Service endpoint: to create',
      'Processing steps: 19 to create, 2 to come, once wbc_request is there',
    ]),
  )
  const at = lines.indexOf('In the way:')
  const todo = (await crm.run('plan', { ...nothing, verbose: true })).filter((line) =>
    /: (?:\d+ )?to (?!come)/.test(line),
  )
  expect(lines[at - 1]).toMatch(`${todo.length} to do. Apply takes about 1`)
  expect(lines.slice(at + 1)).toEqual([
    expect.stringMatching(/^- There is no function app yet: .*--app/),
    expect.stringMatching(/^- The app’s managed identity is not known: .*--identity/),
  ])
  expect(crm.writes()).toEqual([])
})

test('plan says how each status reason of a registration is read', async ({ crm }) => {
  crm.dataverse.relabel('msevtmgt_eventregistration', 533240001, 'Perhaps')
  const lines = await crm.run('plan', nothing)
  const reasons = (table: string) => lines.find((line) => line.startsWith(`Status reasons of ${table}: `))
  expect(reasons('msevtmgt_eventregistration')).toMatch(
    /: 1 “Active” is registered, 2 “Inactive” is cancelled, .*533240001 “Perhaps” is unknown, .*533240003 “Checked in” is checked in\. Unknown ones are not sent/,
  )
  expect(reasons('msevtmgt_sessionregistration')).toMatch(/533240001 “Waitlisted” is waitlisted, .* is on hold\.$/)
})

test('plan tells all that is in the way at once', async ({ crm }) => {
  const missing = () => Response.json({ error: { code: '0x80060888', message: 'No.' } }, { status: 404 })
  crm.dataverse.injectFault(({ url }) => {
    if (url.includes("='msevtmgt_checkin')")) return missing()
    if (url.includes('RetrieveUserPrivileges')) return Response.json({ RolePrivileges: [] })
    return url.includes('GetOrgDbOrgSetting') ? Response.json({ SettingValue: 'True' }) : undefined
  })
  const lines = await crm.run('plan', { key: undefined })
  expect(lines).toContainEqual(expect.stringMatching(/^What the connector needs: (\d+) of (?!\1)\d+ tables/))
  expect(lines.slice(lines.indexOf('In the way:') + 1)).toEqual([
    expect.stringMatching(/lacks msevtmgt_checkin: update/),
    expect.stringMatching(/az functionapp function keys list/),
    expect.stringMatching(/blocks unmanaged customizations/),
    expect.stringMatching(/lacks privileges .*prvCreateServiceEndpoint/),
  ])
})

test('plan names another deployment that is connected already', async ({ crm }) => {
  await crm.run('apply')
  const lines = await crm.run('plan', { app: 'https://another.azurewebsites.net' })
  expect(lines.at(-1)).toMatch(/^- .*belongs to another deployment/)
  expect(await crm.run('plan', { app: undefined, key: undefined, verbose: false })).toContain(
    'Processing steps: 21 as it should be',
  )
})

test('what cannot be read is said, and stops nothing', async ({ crm }) => {
  crm.dataverse.injectFault(({ url }) =>
    /RetrieveProvisionedLanguages|GetOrgDbOrgSetting/.test(url) ? new Response(null, { status: 400 }) : undefined,
  )
  const lines = await crm.run('plan')
  expect(lines).toContainEqual(expect.stringMatching(/^Languages: could not be read\. .*\(400\)/))
  expect(lines).toContainEqual(expect.stringMatching(/^Unmanaged customizations: could not be read\. /))
  expect(lines.at(-1)).toBe('Nothing is in the way.')
})

test('terms are shown where they can be read, accepted once, and found again', async ({ crm }) => {
  fill(crm)
  const summary = { verbose: false }
  expect(await crm.run('apply', summary)).toContainEqual(
    expect.stringMatching(
      /^Terms of the webinar provider: not accepted; .*--accept-terms.* \(https:\/\/on24\/terms\)$/,
    ),
  )
  expect(crm.rows('msevtmgt_webinarconsent')).toEqual([])
  const accepting = { ...summary, 'accept-terms': true }
  expect(await crm.run('plan', accepting)).toContain('Terms of the webinar provider: to accept')
  expect(await crm.run('apply', accepting)).toContain('Terms of the webinar provider: accept - done')
  await crm.run('apply', accepting)
  expect(crm.rows('msevtmgt_webinarconsent')).toMatchObject([
    { msevtmgt_consentprovided: true, statecode: 0, msevtmgt_name: 'ON24 terms accepted' },
  ])
  expect(await crm.run('plan', summary)).toContain('Terms of the webinar provider: accepted')
})

test('an environment without a consent center is as good', async ({ crm }) => {
  crm.dataverse.injectFault(({ url }) =>
    url.includes('EntityDefinitions') && url.includes('msdynmkt_')
      ? Response.json({ error: { code: '0x80060888', message: 'Could not find it.' } }, { status: 404 })
      : undefined,
  )
  const lines = await crm.run('plan', nothing)
  expect(lines).toEqual(
    expect.arrayContaining([expect.stringMatching(/^What the connector needs: (\d+) of \1 tables/)]),
  )
  expect(lines.join()).not.toContain('msdynmkt_')
  expect((await crm.run('apply')).at(-1)).toBeDefined()
})

import { expect } from 'vitest'
import { definitionOf, labelsOf, named, test } from '../harness/crm.ts'

test('apply makes the connector’s own table with all its columns', async ({ crm }) => {
  await crm.run('apply')
  const table = await definitionOf(crm, 'wbc_request')
  expect(table).toMatchObject({
    OwnershipType: 'UserOwned',
    ChangeTrackingEnabled: true,
    EntitySetName: 'wbc_requests',
  })
  const types = new Map(
    table.Attributes.map(({ LogicalName, AttributeTypeName }) => [LogicalName, AttributeTypeName.Value]),
  )
  expect(
    Object.fromEntries([...types].filter(([column]) => column.startsWith('wbc_') && column !== 'wbc_requestid')),
  ).toEqual({
    wbc_name: 'StringType',
    wbc_kind: 'PicklistType',
    wbc_state: 'PicklistType',
    wbc_answer: 'MemoType',
    wbc_progress: 'IntegerType',
    wbc_dryrun: 'BooleanType',
    wbc_runid: 'StringType',
    wbc_startedon: 'DateTimeType',
    wbc_finishedon: 'DateTimeType',
    wbc_eventid: 'LookupType',
    wbc_sessionid: 'LookupType',
    wbc_eventregistrationid: 'LookupType',
    wbc_sessionregistrationid: 'LookupType',
    wbc_configurationid: 'LookupType',
    wbc_foundwebinarid: 'LookupType',
    wbc_unmatchedattendeeid: 'LookupType',
    wbc_contactid: 'LookupType',
  })
})

test('a request can be written and read as people do', async ({ crm }) => {
  await crm.run('apply')
  const event = crm.dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Spring demo' })
  const id = crm.dataverse.insert('wbc_request', { wbc_kind: 524130000, wbc_eventid: event })
  expect(crm.dataverse.row('wbc_request', id)).toMatchObject({
    wbc_kind: 524130000,
    wbc_eventid: event,
    wbc_dryrun: false,
  })
})

test('labels are in the base language, and in German and English where they are provisioned', async ({ crm }) => {
  await crm.run('apply')
  expect(await labelsOf(crm, 'wbc_request', 'DisplayName')).toEqual({
    1033: 'Webinar request',
    1031: 'Webinar-Auftrag',
  })
})

test('an environment without German and English gets English words under its own language', async ({ crm }) => {
  const [organization] = crm.rows('organization')
  crm.dataverse.update('organization', String(organization?.organizationid), { languagecode: 1036 })
  crm.dataverse.customization.languages = [1036]
  await crm.run('apply')
  expect(await labelsOf(crm, 'wbc_request', 'DisplayName')).toEqual({ 1036: 'Webinar request' })
})

test('a German environment gets German names', async ({ crm }) => {
  const [organization] = crm.rows('organization')
  crm.dataverse.update('organization', String(organization?.organizationid), { languagecode: 1031 })
  crm.dataverse.customization.languages = [1031]
  await crm.run('apply')
  expect(crm.rows('savedquery').map(({ name }) => name)).toContain('Noch nicht bei ON24')
  expect(named(crm, 'appmodule', 'Webinare').row.uniquename).toBe('wbc_WebinarConnector')
})

test('a language that is provisioned later gets its words with the next apply', async ({ crm }) => {
  crm.dataverse.customization.languages = [1033]
  await crm.run('apply')
  crm.dataverse.customization.languages = [1031, 1033]
  expect(await crm.run('plan')).toContain('table wbc_request: to set its words')
  await crm.run('apply')
  expect(await labelsOf(crm, 'wbc_request', 'DisplayName')).toEqual({
    1033: 'Webinar request',
    1031: 'Webinar-Auftrag',
  })
})

test('the views on Microsoft’s tables are the connector’s own', async ({ crm }) => {
  const before = crm.rows('savedquery')
  await crm.run('apply')
  expect(crm.rows('savedquery')).toEqual(expect.arrayContaining(before))
  const ours = crm.rows('savedquery').filter(({ returnedtypecode: table }) => String(table).startsWith('msevtmgt_'))
  expect(new Set(ours.map(({ name }) => name))).toEqual(
    new Set([...before.map(({ name }) => name), 'Not at ON24 yet', 'Refused', 'Webinars that need attention']),
  )
})

test('one view of the own table is seen first', async ({ crm }) => {
  await crm.run('apply')
  const first = crm
    .rows('savedquery')
    .filter((row) => row.returnedtypecode === 'wbc_request' && row.isdefault && row.querytype === 0)
  expect(first).toMatchObject([{ name: 'Webinar requests' }])
})

test('all is published once, the app is valid and everybody with the roles may open it', async ({ crm }) => {
  await crm.run('apply')
  expect(crm.writes().filter((write) => write.endsWith('/PublishXml'))).toHaveLength(1)
  const lines = await crm.run('apply')
  expect(lines.filter((line) => line.includes('finds a fault'))).toEqual([])
  const roles = ['reader', 'planner', 'administrator'].map((who) => named(crm, 'role', `Webinar connector ${who}`).id)
  expect(crm.rows('appmoduleroles').map(({ roleid }) => roleid)).toEqual(roles)
})

test('a planner may order and a reader may look', async ({ crm }) => {
  await crm.run('apply')
  const held = (name: string) =>
    crm
      .rows('roleprivileges')
      .filter(({ roleid }) => roleid === named(crm, 'role', name).id)
      .map((row) => `${crm.dataverse.row('privilege', String(row.privilegeid))?.name} ${row.privilegedepthmask}`)
      .filter((privilege) => /wbc_request/i.test(privilege))
  expect(held('Webinar connector reader')).toEqual([expect.stringMatching(/^prvReadwbc_request 8$/i)])
  expect(held('Webinar connector planner').sort()).toEqual([
    expect.stringMatching(/^prvAppendwbc_request 1$/i),
    expect.stringMatching(/^prvCreatewbc_request 1$/i),
    expect.stringMatching(/^prvReadwbc_request 8$/i),
    expect.stringMatching(/^prvWritewbc_request 1$/i),
  ])
})

test('an administrator may decide for an account, and others may see it', async ({ crm }) => {
  await crm.run('apply')
  const held = (who: string) =>
    crm
      .rows('roleprivileges')
      .filter(({ roleid }) => roleid === named(crm, 'role', `Webinar connector ${who}`).id)
      .map((row) => String(crm.dataverse.row('privilege', String(row.privilegeid))?.name))
      .filter((privilege) => /wbc_accountsettings/i.test(privilege))
  expect(held('planner')).toEqual(['prvReadwbc_AccountSettings'])
  expect(held('administrator').sort()).toEqual(['prvReadwbc_AccountSettings', 'prvWritewbc_AccountSettings'])
})

test('the settings of an account have their defaults in a row that somebody else makes', async ({ crm }) => {
  await crm.run('apply')
  const id = crm.dataverse.insert('wbc_accountsettings', {})
  expect(crm.dataverse.row('wbc_accountsettings', id)).toMatchObject({ wbc_engagement: true, wbc_loginonly: false })
})

test('the webhook hears of requests, and the connector may answer on them', async ({ crm }) => {
  await crm.run('apply')
  const { filteringattributes } = named(crm, 'sdkmessageprocessingstep', 'Webinar connector: Update of wbc_request').row
  expect(String(filteringattributes)).toMatch(/^wbc_kind,/)
  expect(named(crm, 'sdkmessageprocessingstep', 'Webinar connector: Create of wbc_request')).toBeDefined()
  const role = named(crm, 'role', 'Webinar connector').id
  const held = crm.rows('roleprivileges').filter(({ roleid }) => roleid === role)
  const names = held.map(({ privilegeid }) => crm.dataverse.row('privilege', String(privilegeid))?.name)
  expect(names).toEqual(expect.arrayContaining(['prvReadwbc_Request', 'prvWritewbc_Request']))
})

test('plan says what waits for the table, and how long apply takes', async ({ crm }) => {
  const lines = await crm.run('plan')
  expect(lines).toContain('table wbc_request: to create with 7 columns')
  const waits = /^security role “Webinar connector planner”: to come, once .*wbc_request.* are there$/
  expect(lines).toContainEqual(expect.stringMatching(waits))
  expect(lines.at(-2)).toMatch(/^\d+ to do\. Apply takes about \d+ minutes\. Nothing was changed\.$/)
  expect(await crm.run('apply')).toContainEqual(
    expect.stringMatching(/own table, views and app take about \d+ minutes/),
  )
})

test('a new table that is not known everywhere yet, and a lock, are waited out', async ({ crm }) => {
  Object.assign(crm.dataverse.customization, { unseenCalls: 2, lockedCalls: 2 })
  const lines = await crm.run('apply')
  expect(lines).toContain(`${crm.dataverse.url} does not know everywhere yet what was just made. Going on in 5 s.`)
  expect(lines).toContain(`Another customization is running in ${crm.dataverse.url}. Going on in 10 s.`)
  expect(lines.at(-1)).toMatch(/are connected/)
})

test('apply goes on wherever it was stopped, and doubles nothing', { timeout: 180_000 }, async ({ crm }) => {
  let runs = 0
  for (let done = false; !done; runs++) {
    let writes = 0
    // Each run is stopped one write later.
    crm.dataverse.injectFault(({ method, url }) =>
      method !== 'GET' && !url.includes('GetOrgDbOrgSetting') && ++writes > runs
        ? Response.json({ error: { code: '0x80048d19', message: 'Stopped.' } }, { status: 400 })
        : undefined,
    )
    done = await crm.run('apply').then(
      () => true,
      () => false,
    )
    expect(runs).toBeLessThan(100)
  }
  expect(runs).toBeGreaterThan(15)
  crm.dataverse.injectFault()
  crm.writes()
  await crm.run('apply')
  expect(crm.writes()).toEqual([])
  expect(crm.rows('savedquery').filter(({ name }) => name === 'Not at ON24 yet')).toHaveLength(2)
})

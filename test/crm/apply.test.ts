import { expect } from 'vitest'
import { desired } from '../../crm/solution/desired-solution.ts'
import { headerWith, identity, inventory, key, named, resourceId, test } from '../harness/crm.ts'

test('plan shows what apply would do and changes nothing', async ({ crm }) => {
  crm.dataverse.tracked.delete('msevtmgt_event')
  const before = inventory(crm)
  const lines = await crm.run('plan')
  expect(lines).toContain('service endpoint “Webinar connector”: to create')
  expect(lines).toContain('step “Webinar connector: Update of contact”: to create')
  expect(lines).toContain('security role “Webinar connector”: to create')
  expect(lines).toContain(`application user ${identity}: to create and give the role`)
  expect(lines).toContain('change tracking of msevtmgt_event: to turn on')
  expect(lines).toContain('change tracking of msevtmgt_session: as it should be')
  const todo = lines.filter((line) => /: (?:\d+ )?to (?!come)/.test(line)).length
  expect(lines.slice(-2)).toEqual([
    expect.stringMatching(`^${todo} to do\\. Apply takes about 1\\d minutes\\. Nothing was changed\\.$`),
    'Nothing is in the way.',
  ])
  expect(crm.writes()).toEqual([])
  expect(inventory(crm)).toEqual(before)
  expect(crm.app.calls).toEqual([])
})

test('apply registers the webhook and a step for each message that matters', async ({ crm }) => {
  await crm.run('apply')
  const [endpoint] = crm.rows('serviceendpoint')
  const url = `${crm.app.url}/api/webhooks/dataverse`
  const kept = { contract: 8, authtype: 5, authvalue: headerWith(key) }
  expect(endpoint).toMatchObject({ name: 'Webinar connector', url, ...kept })
  const steps = crm.rows('sdkmessageprocessingstep')
  expect(steps).toHaveLength(21)
  const background = { stage: 40, mode: 1, asyncautodelete: true, eventhandler: endpoint?.serviceendpointid }
  for (const step of steps) expect(step).toMatchObject(background)
  expect(named(crm, 'sdkmessageprocessingstep', 'Webinar connector: Update of contact').row).toMatchObject({
    filteringattributes:
      'firstname,lastname,emailaddress1,jobtitle,parentcustomerid,address1_country,telephone1,department,address1_line1,address1_line2,address1_city,address1_stateorprovince,address1_postalcode',
  })
  expect(named(crm, 'sdkmessageprocessingstep', 'Webinar connector: Delete of msevtmgt_event').row).toMatchObject({
    filteringattributes: null,
  })
})

test('a step hears exactly the message and the table it is named after', async ({ crm }) => {
  await crm.run('apply')
  for (const step of crm.rows('sdkmessageprocessingstep')) {
    const filter = crm.dataverse.row('sdkmessagefilter', String(step.sdkmessagefilterid))
    const message = crm.dataverse.row('sdkmessage', String(filter?.sdkmessageid))
    expect(step.sdkmessageid).toBe(message?.sdkmessageid)
    expect(step.name).toBe(`Webinar connector: ${message?.name} of ${filter?.primaryobjecttypecode}`)
  }
})

test('no column that the connector writes as an outcome wakes it', async ({ crm }) => {
  await crm.run('apply')
  const heard = crm
    .rows('sdkmessageprocessingstep')
    .flatMap((step) => String(step.filteringattributes ?? '').split(','))
  const outcomes =
    /syncedwithprovider|publishingstate|registrationstatus|webinarregistrationid|authorized|providerservicestatus|message|lastupdated|modifiedon/
  expect(heard.filter((column) => outcomes.test(column))).toEqual([])
})

test('the role may do what the connector does and nothing else, everywhere', async ({ crm }) => {
  await crm.run('apply')
  const role = named(crm, 'role', 'Webinar connector').id
  const ofRole = crm.rows('roleprivileges').filter(({ roleid }) => roleid === role)
  const held = ofRole.map((row) => {
    expect(row.privilegedepthmask).toBe(8)
    return String(crm.dataverse.row('privilege', String(row.privilegeid))?.name)
  })
  expect(held).toContain('prvWritemsevtmgt_eventregistration')
  expect(held).toContain('prvCreatemsevtmgt_checkin')
  expect(held).toContain('prvReadaccount')
  const foreign = held.filter((name) => !/wbc_/i.test(name))
  expect(foreign.filter((name) => name.startsWith('prvAssign'))).toEqual([
    'prvAssignmsevtmgt_eventregistration',
    'prvAssignmsevtmgt_sessionregistration',
    'prvAssignmsevtmgt_event',
    'prvAssigncontact',
    'prvAssignmsevtmgt_checkin',
  ])
  expect(
    foreign.filter((name) => /Delete|Share(?!Point)|systemuser|(Write|Create)(contact|account)/.test(name)),
  ).toEqual(['prvCreatecontact'])
})

test('the managed identity becomes an application user with the role in the root unit', async ({ crm }) => {
  await crm.run('apply')
  const user = crm.rows('systemuser').find((row) => row.applicationid === identity)
  const [unit] = crm.rows('businessunit')
  expect(user).toMatchObject({ businessunitid: unit?.businessunitid, isdisabled: false })
  const role = named(crm, 'role', 'Webinar connector').id
  expect(crm.rows('systemuserroles')).toEqual([
    expect.objectContaining({ systemuserid: user?.systemuserid, roleid: role }),
  ])
})

test('apply ends by asking who the connector is, in its own name', async ({ crm }) => {
  await crm.run('apply')
  const user = crm.rows('systemuser').find((row) => row.applicationid === identity)
  const asked: (string | null)[] = []
  crm.dataverse.injectFault((request) => {
    const caller = request.headers.get('mscrmcallerid')
    if (request.url.endsWith('/WhoAmI') && caller) asked.push(caller)
    return undefined
  })
  await crm.run('apply')
  expect(asked).toEqual([user?.systemuserid])
  crm.dataverse.injectFault((request) =>
    request.headers.has('mscrmcallerid') ? Response.json({ UserId: 'somebody else' }) : undefined,
  )
  expect(await crm.refusal('apply')).toContain(`does not let the application user ${identity} in`)
})

test('an application user who was there already only gets the role', async ({ crm }) => {
  crm.dataverse.insert('systemuser', { fullname: 'Ours since long', applicationid: identity })
  const lines = await crm.run('apply')
  expect(lines).toContain(`application user ${identity}: give the role - done`)
  expect(crm.rows('systemuser').filter((row) => row.applicationid === identity)).toHaveLength(1)
})

test('change tracking is turned on where it is off', async ({ crm }) => {
  crm.dataverse.tracked.delete('msevtmgt_session')
  await crm.run('apply')
  expect(crm.dataverse.tracked.has('msevtmgt_session')).toBe(true)
})

test('change tracking that Dataverse refuses to turn on is reported and stops nothing', async ({ crm }) => {
  crm.dataverse.tracked.delete('msevtmgt_session')
  const expand = '$expand=Attributes($select=LogicalName)'
  const address = `${crm.dataverse.url}/api/data/v9.2/EntityDefinitions(LogicalName='msevtmgt_session')?${expand}`
  const answer = await fetch(address, { headers: { authorization: 'Bearer token' } })
  const fixed = { ...((await answer.json()) as object), CanChangeTrackingBeEnabled: { Value: false } }
  crm.dataverse.injectFault(({ url }) => (url.includes("='msevtmgt_session')") ? Response.json(fixed) : undefined))
  const lines = await crm.run('apply')
  expect(lines).toContain('change tracking of msevtmgt_session: off, and Dataverse does not let it be turned on')
  expect(crm.rows('sdkmessageprocessingstep')).toHaveLength(21)
})

test('apply tells each thing it does and ends by having the app take a test webhook', async ({ crm }) => {
  const lines = await crm.run('apply')
  expect(lines).toContain('step “Webinar connector: Create of msevtmgt_session”: create - done')
  expect(lines.at(-1)).toMatch(/are connected: all of it was read again, and the app took a test webhook/)
  expect(crm.app.calls.at(-1)).toMatchObject({ method: 'POST', status: 202 })
  expect(lines.join()).not.toContain(key)
})

test('a second apply writes nothing', async ({ crm }) => {
  await crm.run('apply')
  expect(crm.writes()).not.toEqual([])
  const lines = await crm.run('apply')
  expect(crm.writes()).toEqual([])
  expect(lines.slice(0, -1).filter((line) => !/: (as it should be|not accepted;.*)$/.test(line))).toEqual([])
})

test('an interrupted apply goes on where it stopped', async ({ crm }) => {
  let steps = 0
  crm.dataverse.injectFault((request) =>
    request.method === 'POST' && request.url.endsWith('sdkmessageprocessingsteps') && ++steps > 5
      ? new Response(null, { status: 503 })
      : undefined,
  )
  expect(await crm.refusal('apply')).toMatch(/What was done before stays/)
  crm.dataverse.injectFault()
  await crm.run('apply')
  expect(crm.rows('sdkmessageprocessingstep')).toHaveLength(21)
  expect(crm.rows('serviceendpoint')).toHaveLength(1)
  expect(crm.rows('role').map(({ name }) => name)).toEqual([
    'Webinar connector',
    ...desired.peopleRoles.map(({ name }) => name),
  ])
})

test('the function key is fetched from Azure when it is not given', async ({ crm }) => {
  await crm.run('apply', { key: undefined, 'resource-id': resourceId })
  expect(crm.rows('serviceendpoint')[0]?.authvalue).toBe(headerWith(key))
})

test('apply without an identity leaves users alone and does not say connected', async ({ crm }) => {
  const users = crm.rows('systemuser').length
  const lines = await crm.run('apply', { identity: undefined })
  expect(crm.rows('systemuser')).toHaveLength(users)
  expect(lines.at(-1)).toMatch(/may not enter yet: run apply again with --identity/)
  expect(lines.at(-1)).not.toMatch(/connected/)
})

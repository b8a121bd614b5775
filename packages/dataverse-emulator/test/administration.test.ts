import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, codeOf, rowsOf } from './fixtures.ts'

let dataverse: Dataverse
beforeAll(async () => {
  dataverse = await startDataverse()
})
afterAll(() => dataverse.stop())

const webhook = { name: 'Hook', url: 'https://example.com/hook', contract: 8, authtype: 4 }

test('the key of a service endpoint is stored and never shown', async () => {
  const id = dataverse.insert('serviceendpoint', webhook)
  const shown = () => call(dataverse, 'GET', `serviceendpoints(${id})?$select=authvalue,isauthvalueset`)
  expect((await shown()).body).toMatchObject({ authvalue: null, isauthvalueset: false })
  await call(dataverse, 'PATCH', `serviceendpoints(${id})`, { authvalue: 'secret' })
  expect((await shown()).body).toMatchObject({ authvalue: null, isauthvalueset: true })
})

test('an endpoint stays as long as it has a step', async () => {
  const eventhandler = dataverse.insert('serviceendpoint', webhook)
  const filter = "primaryobjecttypecode eq 'msevtmgt_event' and sdkmessageid/name eq 'Create'"
  const [found] = rowsOf(await call(dataverse, 'GET', `sdkmessagefilters?$filter=${filter}`))
  const step = await call(dataverse, 'POST', 'sdkmessageprocessingsteps', {
    name: 'Hook: Create',
    stage: 40,
    mode: 1,
    rank: 1,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${eventhandler})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${found?._sdkmessageid_value})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${found?.sdkmessagefilterid})`,
  })
  expect(step.status).toBe(204)
  expect(codeOf(await call(dataverse, 'DELETE', `serviceendpoints(${eventhandler})`))).toBe('0x80040227')
})

test('a definition is replaced as a whole, and an incomplete one is refused', async () => {
  const address = "EntityDefinitions(LogicalName='account')"
  const { body } = await call(dataverse, 'GET', address)
  expect((await call(dataverse, 'PUT', address, { ChangeTrackingEnabled: false })).status).toBe(400)
  expect((await call(dataverse, 'PUT', address, { ...body, ChangeTrackingEnabled: false })).status).toBe(204)
  const after = await call(dataverse, 'GET', `${address}?$select=ChangeTrackingEnabled`)
  expect(after.body.ChangeTrackingEnabled).toBe(false)
  const changes = await call(dataverse, 'GET', 'accounts', undefined, { prefer: 'odata.track-changes' })
  expect(changes.status).toBe(400)
})

test('a role holds the privileges it was given and those that every role has', async () => {
  const [unit] = dataverse.rows('businessunit')
  const role = dataverse.insert('role', { name: 'Reader', businessunitid: unit?.businessunitid })
  const { body } = await call(dataverse, 'GET', "EntityDefinitions(LogicalName='account')?$select=Privileges")
  const read = (body.Privileges as { PrivilegeType: string; PrivilegeId: string }[]).find(
    (privilege) => privilege.PrivilegeType === 'Read',
  )
  const replace = (PrivilegeId: unknown) =>
    call(dataverse, 'POST', `roles(${role})/Microsoft.Dynamics.CRM.ReplacePrivilegesRole`, {
      Privileges: [{ PrivilegeId, Depth: 'Global' }],
    })
  expect((await replace(role)).status).toBe(400)
  expect((await replace(read?.PrivilegeId)).status).toBe(204)
  const held = await call(dataverse, 'GET', `RetrieveRolePrivilegesRole(RoleId=${role})`)
  expect(held.body.RolePrivileges).toContainEqual({ PrivilegeId: read?.PrivilegeId, Depth: 'Global' })
  expect(held.body.RolePrivileges).toHaveLength(3)
})

test('a role is given to a user, seen from both sides, and taken back', async () => {
  const [unit] = dataverse.rows('businessunit')
  const role = dataverse.insert('role', { name: 'Guest', businessunitid: unit?.businessunitid })
  const user = dataverse.insert('systemuser', { fullname: 'Grace' })
  const given = `systemusers(${user})/systemuserroles_association`
  const id = `${dataverse.url}/api/data/v9.2/roles(${role})`
  expect((await call(dataverse, 'POST', `${given}/$ref`, { '@odata.id': id })).status).toBe(204)
  expect(rowsOf(await call(dataverse, 'GET', `${given}?$select=name`))).toMatchObject([{ name: 'Guest' }])
  const members = await call(dataverse, 'GET', `roles(${role})/systemuserroles_association?$select=fullname`)
  expect(rowsOf(members)).toMatchObject([{ fullname: 'Grace' }])
  await call(dataverse, 'DELETE', `${given}(${role})/$ref`)
  expect(rowsOf(await call(dataverse, 'GET', `${given}?$select=name`))).toEqual([])
})

test('an application user is found by the id of its application', async () => {
  const applicationid = '9b2f0c1e-4a5d-4a51-9d3c-0d6f5a1b0002'
  const user = dataverse.insert('systemuser', { fullname: '# App', applicationid })
  const found = await call(dataverse, 'GET', `systemusers?$filter=applicationid eq ${applicationid}`)
  expect(rowsOf(found)).toMatchObject([{ systemuserid: user }])
})

test('$metadata shows the columns and navigation properties of tables', async () => {
  const { status, text } = await call(dataverse, 'GET', '$metadata')
  expect([status, text]).toEqual([200, dataverse.metadata()])
  expect(text).toMatch(
    /<EntityType Name="msevtmgt_checkin" [^\n]*"_msevtmgt_registrationid_value" Type="Edm.Guid"[^\n]*"msevtmgt_RegistrationId" Type="mscrm.msevtmgt_eventregistration"/,
  )
  expect((await call(dataverse, 'POST', '$metadata', {})).status).toBe(405)
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WRITERS } from '../src/caller.ts'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, codeOf, registerAda } from './fixtures.ts'

let dataverse: Dataverse
let ada: ReturnType<typeof registerAda>
let unit: unknown

beforeAll(async () => {
  dataverse = await startDataverse()
  ada = registerAda(dataverse)
  unit = dataverse.rows('businessunit')[0]?.businessunitid
})
afterAll(() => dataverse.stop())

const checkIn = (owner?: string) => ({
  msevtmgt_checkintype: 100_000_001,
  'msevtmgt_RegistrationId@odata.bind': `/msevtmgt_eventregistrations(${ada.registration})`,
  ...(owner && { 'ownerid@odata.bind': owner }),
})
const upsert = (id: string, body: object) => call(dataverse, 'PATCH', `msevtmgt_checkins(${id})`, body)
const ownerOf = async (id: string) => {
  const columns = '_ownerid_value,_owninguser_value,_owningteam_value'
  const { body } = await call(dataverse, 'GET', `msevtmgt_checkins(${id})?$select=${columns}`)
  return [body._ownerid_value, body._owninguser_value, body._owningteam_value]
}
const privilege = (name: string) => dataverse.rows('privilege').find((row) => row.name === name)?.privilegeid

/** A user whose one role has these privileges. */
function userWith(privileges: string[], systemuserid: string = randomUUID()) {
  if (!dataverse.row('systemuser', systemuserid)) dataverse.insert('systemuser', { systemuserid, fullname: 'Grace' })
  const roleid = dataverse.insert('role', { name: 'Role', businessunitid: unit })
  for (const name of privileges) {
    dataverse.insert('roleprivileges', { roleid, privilegeid: privilege(name), privilegedepthmask: 8 })
  }
  return { systemuserid, link: dataverse.insert('systemuserroles', { systemuserid, roleid }) }
}

test('a row belongs to whom it is given, else to who made it', async () => {
  const [own, users, teams] = [randomUUID(), randomUUID(), randomUUID()]
  const team = dataverse.insert('team', { name: 'Events', businessunitid: unit })
  await upsert(own, checkIn())
  await upsert(users, checkIn(`/systemusers(${WRITERS.user})`))
  await upsert(teams, checkIn(`/teams(${team})`))
  expect(await ownerOf(own)).toEqual([WRITERS.api, WRITERS.api, null])
  expect(await ownerOf(users)).toEqual([WRITERS.user, WRITERS.user, null])
  expect(await ownerOf(teams)).toEqual([team, null, team])
  await upsert(teams, { 'ownerid@odata.bind': `/systemusers(${WRITERS.user})` })
  expect(await ownerOf(teams)).toEqual([WRITERS.user, WRITERS.user, null])
})

test.each([
  ['another table', () => `/contacts(${ada.contact})`, 400, '0x80048d19'],
  ['a user who is not there', () => `/systemusers(${randomUUID()})`, 404, '0x80040217'],
  ['a user as a team', () => `/teams(${WRITERS.user})`, 400, '0x80048d19'],
  ['nobody', () => null, 400, '0x80040203'],
])('an owner that is %s is refused', async (_, owner, status, code) => {
  const id = randomUUID()
  await upsert(id, checkIn())
  const reply = await upsert(id, { 'ownerid@odata.bind': owner() })
  expect([reply.status, codeOf(reply)]).toEqual([status, code])
})

test('rows of the organisation have no owner', async () => {
  const owner = { 'ownerid@odata.bind': `/systemusers(${WRITERS.user})` }
  expect((await call(dataverse, 'POST', 'msevtmgt_webinarconfigurations', owner)).status).toBe(400)
})

test('giving a row to somebody else takes the privilege to assign, in bulk too', async () => {
  const { link } = userWith(['prvCreatemsevtmgt_checkin'], WRITERS.api)
  const [one, two] = [randomUUID(), randomUUID()]
  const given = checkIn(`/systemusers(${WRITERS.user})`)
  const reply = await upsert(one, given)
  expect([reply.status, codeOf(reply)]).toEqual([403, '0x80040220'])
  const Targets = [
    { msevtmgt_checkinid: one, ...checkIn() },
    { msevtmgt_checkinid: two, ...given },
  ].map((target) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.msevtmgt_checkin', ...target }))
  const bulk = await call(dataverse, 'POST', 'msevtmgt_checkins/Microsoft.Dynamics.CRM.UpsertMultiple', { Targets })
  expect([bulk.status, dataverse.row('msevtmgt_checkin', one)]).toEqual([403, undefined])
  expect((await upsert(one, checkIn())).status).toBe(204)
  dataverse.remove('systemuserroles', link)
  const allowed = userWith(['prvAssignmsevtmgt_checkin'], WRITERS.api)
  expect((await upsert(two, given)).status).toBe(204)
  dataverse.remove('systemuserroles', allowed.link)
})

test('an owner needs a role that reads such rows', async () => {
  const [reader, other] = [userWith(['prvReadmsevtmgt_checkin']), userWith(['prvReadcontact'])]
  expect((await upsert(randomUUID(), checkIn(`/systemusers(${reader.systemuserid})`))).status).toBe(204)
  const reply = await upsert(randomUUID(), checkIn(`/systemusers(${other.systemuserid})`))
  expect([reply.status, codeOf(reply)]).toEqual([403, '0x80040220'])
})

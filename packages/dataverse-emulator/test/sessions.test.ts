import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, codeOf, registerAda, rowsOf } from './fixtures.ts'

let dataverse: Dataverse
let ada: ReturnType<typeof registerAda>

beforeAll(async () => {
  dataverse = await startDataverse()
  ada = registerAda(dataverse)
})
afterAll(() => dataverse.stop())

/** A person who is signed in with a browser, with one role: depth by privilege, 1 for her own rows and 8 for all. */
function person(privileges: Record<string, number>) {
  const user = dataverse.insert('systemuser', { fullname: 'Grace' })
  const businessunitid = dataverse.rows('businessunit')[0]?.businessunitid
  const roleid = dataverse.insert('role', { name: 'Planner', businessunitid })
  for (const [name, privilegedepthmask] of Object.entries(privileges)) {
    const privilegeid = dataverse.rows('privilege').find((row) => row.name === name)?.privilegeid
    dataverse.insert('roleprivileges', { roleid, privilegeid, privilegedepthmask })
  }
  dataverse.insert('systemuserroles', { systemuserid: user, roleid })
  const cookie = dataverse.session(user)
  return {
    user,
    call: (method: string, path: string, body?: object) =>
      call(dataverse, method, path, body, { authorization: null, cookie }),
  }
}

const reading = { prvReadmsevtmgt_event: 8 }

test('a cookie stands in place of a token, for the user who is signed in', async () => {
  const { user, call: asGrace } = person({ ...reading, prvCreatemsevtmgt_event: 8 })
  expect((await asGrace('GET', 'WhoAmI')).body).toMatchObject({ UserId: user })
  await asGrace('POST', 'msevtmgt_events', { msevtmgt_name: 'Hers' })
  const made = dataverse.rows('msevtmgt_event').find((row) => row.msevtmgt_name === 'Hers')
  expect(made).toMatchObject({ createdby: user, ownerid: user })
})

test('a cookie that was never given is refused, and so is none', async () => {
  for (const cookie of [null, 'CrmOwinAuth=other', 'other=1']) {
    const reply = await call(dataverse, 'GET', 'WhoAmI', undefined, { authorization: null, cookie })
    expect(reply.status).toBe(401)
  }
})

test('a person in a browser is told which privilege is missing', async () => {
  const { user, call: asGrace } = person(reading)
  const event = `msevtmgt_events(${ada.event})`
  const refused = [
    await asGrace('GET', 'contacts'),
    await asGrace('POST', 'msevtmgt_events', { msevtmgt_name: 'Hers' }),
    await asGrace('PATCH', event, { msevtmgt_name: 'Hers' }),
    await asGrace('DELETE', event),
  ]
  for (const [at, privilege] of ['Readcontact', 'Createmsevtmgt_event', 'Writemsevtmgt_event'].entries()) {
    expect([refused[at]?.status, refused[at] && codeOf(refused[at])]).toEqual([403, '0x80040220'])
    expect(refused[at]?.text).toContain(`(Id=${user}, type=8) is missing prv${privilege} privilege for entity`)
  }
  expect(refused.at(-1)?.text).toContain('prvDeletemsevtmgt_event')
  expect((await asGrace('GET', event)).status).toBe(200)
})

test('a lookup is followed and set only with the privileges for it', async () => {
  const { call: asGrace } = person({
    prvReadmsevtmgt_eventregistration: 8,
    prvCreatemsevtmgt_eventregistration: 8,
    prvAppendmsevtmgt_eventregistration: 8,
  })
  const expanded = await asGrace('GET', 'msevtmgt_eventregistrations?$expand=msevtmgt_EventId($select=msevtmgt_name)')
  expect(expanded.text).toContain('prvReadmsevtmgt_event privilege')
  const bound = await asGrace('POST', 'msevtmgt_eventregistrations', {
    'msevtmgt_EventId@odata.bind': `/msevtmgt_events(${ada.event})`,
  })
  expect(bound.text).toContain('prvAppendTomsevtmgt_event privilege')
})

test('a privilege that reaches own rows leaves out those of others', async () => {
  const grace = person({ prvReadmsevtmgt_event: 1, prvCreatemsevtmgt_event: 1, prvWritemsevtmgt_event: 1 })
  await grace.call('POST', 'msevtmgt_events', { msevtmgt_name: 'Own' })
  const seen = rowsOf(await grace.call('GET', 'msevtmgt_events?$select=msevtmgt_name'))
  expect(seen.map(({ msevtmgt_name }) => msevtmgt_name)).toEqual(['Own'])
  for (const method of ['GET', 'PATCH']) {
    const body = method === 'PATCH' ? { msevtmgt_name: 'Hers' } : undefined
    const reply = await grace.call(method, `msevtmgt_events(${ada.event})`, body)
    expect([reply.status, codeOf(reply)]).toEqual([403, '0x80048306'])
  }
})

test('the privileges of a person are those of the roles', async () => {
  const { user, call: asGrace } = person(reading)
  const reply = await asGrace('GET', `systemusers(${user})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`)
  const given = reply.body.RolePrivileges as { PrivilegeId: string; Depth: string }[]
  const names = given.map(({ PrivilegeId }) => dataverse.row('privilege', PrivilegeId)?.name)
  expect(names).toEqual(['prvReadmsevtmgt_event'])
})

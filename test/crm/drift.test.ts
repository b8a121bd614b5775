import { expect } from 'vitest'
import { headerWith, identity, inventory, key, named, test } from '../harness/crm.ts'

test.beforeEach(async ({ crm }) => {
  await crm.run('apply')
  crm.writes()
})

const step = 'Webinar connector: Update of msevtmgt_eventregistration'

test('a changed step is put right in one write, and the others are not touched', async ({ crm }) => {
  const { row, id } = named(crm, 'sdkmessageprocessingstep', step)
  const bent = {
    filteringattributes: 'msevtmgt_name',
    mode: 0,
    stage: 20,
    rank: 7,
    asyncautodelete: false,
    statecode: 1,
  }
  crm.dataverse.update('sdkmessageprocessingstep', id, bent)
  const lines = await crm.run('plan')
  expect(lines).toContain(
    `step “${step}”: to set stage, mode, rank, asyncautodelete, statecode, statuscode, filteringattributes`,
  )
  await crm.run('apply')
  const { filteringattributes, mode, stage, rank, asyncautodelete, statecode } = row
  expect(crm.dataverse.row('sdkmessageprocessingstep', id)).toMatchObject({
    filteringattributes,
    mode,
    stage,
    rank,
    asyncautodelete,
    statecode,
  })
  expect(crm.writes()).toHaveLength(1)
})

test('filtering columns in another order are no drift', async ({ crm }) => {
  const { row, id } = named(crm, 'sdkmessageprocessingstep', step)
  const reversed = String(row.filteringattributes).split(',').reverse().join(',')
  crm.dataverse.update('sdkmessageprocessingstep', id, { filteringattributes: reversed })
  await crm.run('apply')
  expect(crm.writes()).toEqual([])
})

test('a step that is gone comes back, one of an older version goes', async ({ crm }) => {
  const { row, id } = named(crm, 'sdkmessageprocessingstep', step)
  crm.dataverse.update('sdkmessageprocessingstep', id, { name: 'Webinar connector: Update of everything' })
  await crm.run('apply')
  expect(named(crm, 'sdkmessageprocessingstep', step).row.filteringattributes).toBe(row.filteringattributes)
  expect(crm.dataverse.row('sdkmessageprocessingstep', id)).toBeUndefined()
})

test('the same step twice is one too many', async ({ crm }) => {
  const { row } = named(crm, 'sdkmessageprocessingstep', step)
  const { name, stage, mode, rank, asyncautodelete, eventhandler, sdkmessageid, sdkmessagefilterid } = row
  crm.dataverse.insert('sdkmessageprocessingstep', {
    name,
    stage,
    mode,
    rank,
    asyncautodelete,
    eventhandler,
    sdkmessageid,
    sdkmessagefilterid,
  })
  await crm.run('apply')
  expect(crm.rows('sdkmessageprocessingstep')).toHaveLength(21)
})

test('an endpoint with another address is put right', async ({ crm }) => {
  const { id } = named(crm, 'serviceendpoint', 'Webinar connector')
  crm.dataverse.update('serviceendpoint', id, { url: `${crm.app.url}/api/elsewhere` })
  expect(await crm.run('plan')).toContain('service endpoint “Webinar connector”: to set address')
  await crm.run('apply')
  const url = `${crm.app.url}/api/webhooks/dataverse`
  expect(crm.dataverse.row('serviceendpoint', id)).toMatchObject({ url, authtype: 5, authvalue: headerWith(key) })
})

test('an endpoint that sends its key in the address sends it as a header afterwards', async ({ crm }) => {
  const { id } = named(crm, 'serviceendpoint', 'Webinar connector')
  const { url, description } = crm.dataverse.row('serviceendpoint', id) ?? {}
  crm.dataverse.update('serviceendpoint', id, { authtype: 4, authvalue: key })
  expect(await crm.run('plan')).toContain('service endpoint “Webinar connector”: to set key as a header')
  await crm.run('apply')
  const kept = { url, description, authtype: 5, authvalue: headerWith(key) }
  expect(crm.dataverse.row('serviceendpoint', id)).toMatchObject(kept)
})

test('a new function key is noticed although Dataverse never shows the old one', async ({ crm }) => {
  expect(await crm.run('plan', { key: 'another key' })).toContain('service endpoint “Webinar connector”: to set key')
  const { id } = named(crm, 'serviceendpoint', 'Webinar connector')
  crm.dataverse.update('serviceendpoint', id, { authvalue: null })
  await crm.run('apply')
  expect(crm.dataverse.row('serviceendpoint', id)?.authvalue).toBe(headerWith(key))
})

test('a role that may too much or too little is put right', async ({ crm }) => {
  const before = inventory(crm)
  const role = named(crm, 'role', 'Webinar connector').id
  const privilege = (name: string) => named(crm, 'privilege', name).id
  const read = crm.rows('roleprivileges').find((row) => row.privilegeid === privilege('prvReadcontact'))
  crm.dataverse.update('roleprivileges', String(read?.roleprivilegesid), { privilegedepthmask: 1 })
  const tooMuch = { roleid: role, privilegeid: privilege('prvDeletecontact'), privilegedepthmask: 8 }
  crm.dataverse.insert('roleprivileges', tooMuch)
  expect(await crm.run('plan')).toContain(
    'security role “Webinar connector”: to give what it lacks (1) and take away what it must not have (1)',
  )
  await crm.run('apply')
  expect(inventory(crm)).toEqual(before)
})

test('a disabled user is enabled, and gets the role back', async ({ crm }) => {
  const user = crm.rows('systemuser').find((row) => row.applicationid === identity)
  crm.dataverse.update('systemuser', String(user?.systemuserid), { isdisabled: true })
  const [membership] = crm.rows('systemuserroles')
  crm.dataverse.remove('systemuserroles', String(membership?.systemuserrolesid))
  expect(await crm.run('apply')).toContain(`application user ${identity}: enable and give the role - done`)
  expect(crm.rows('systemuserroles')).toHaveLength(1)
})

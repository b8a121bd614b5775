import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CrmRig, identity, inventory, key, named, startCrmRig } from '../harness/crm.ts'

let rig: CrmRig
beforeEach(async () => {
  rig = await startCrmRig()
  await rig.crm('apply')
  rig.writes()
})
afterEach(() => rig.stop())

const step = 'Webinar connector: Update of msevtmgt_eventregistration'

test('a step that was bent is put right in one write, the others are not touched', async () => {
  const { row, id } = named(rig, 'sdkmessageprocessingstep', step)
  const bent = {
    filteringattributes: 'msevtmgt_name',
    mode: 0,
    stage: 20,
    rank: 7,
    asyncautodelete: false,
    statecode: 1,
  }
  rig.dataverse.update('sdkmessageprocessingstep', id, bent)
  const lines = await rig.crm('plan')
  expect(lines).toContain(
    `step “${step}”: to set stage, mode, rank, asyncautodelete, statecode, statuscode, filteringattributes`,
  )
  await rig.crm('apply')
  const { filteringattributes, mode, stage, rank, asyncautodelete, statecode } = row
  expect(rig.dataverse.row('sdkmessageprocessingstep', id)).toMatchObject({
    filteringattributes,
    mode,
    stage,
    rank,
    asyncautodelete,
    statecode,
  })
  expect(rig.writes()).toHaveLength(1)
})

test('filtering columns in another order are no drift', async () => {
  const { row, id } = named(rig, 'sdkmessageprocessingstep', step)
  const reversed = String(row.filteringattributes).split(',').reverse().join(',')
  rig.dataverse.update('sdkmessageprocessingstep', id, { filteringattributes: reversed })
  await rig.crm('apply')
  expect(rig.writes()).toEqual([])
})

test('a step that is gone comes back, one of an older version goes', async () => {
  const { row, id } = named(rig, 'sdkmessageprocessingstep', step)
  rig.dataverse.update('sdkmessageprocessingstep', id, { name: 'Webinar connector: Update of everything' })
  await rig.crm('apply')
  expect(named(rig, 'sdkmessageprocessingstep', step).row.filteringattributes).toBe(row.filteringattributes)
  expect(rig.dataverse.row('sdkmessageprocessingstep', id)).toBeUndefined()
})

test('the same step twice is one too many', async () => {
  const { row } = named(rig, 'sdkmessageprocessingstep', step)
  const { name, stage, mode, rank, asyncautodelete, eventhandler, sdkmessageid, sdkmessagefilterid } = row
  rig.dataverse.insert('sdkmessageprocessingstep', {
    name,
    stage,
    mode,
    rank,
    asyncautodelete,
    eventhandler,
    sdkmessageid,
    sdkmessagefilterid,
  })
  await rig.crm('apply')
  expect(rig.rows('sdkmessageprocessingstep')).toHaveLength(16)
})

test('an endpoint that leads past the door is led back to it', async () => {
  const { id } = named(rig, 'serviceendpoint', 'Webinar connector')
  rig.dataverse.update('serviceendpoint', id, { url: `${rig.door.url}/api/elsewhere`, authtype: 5 })
  expect(await rig.crm('plan')).toContain('service endpoint “Webinar connector”: to set address, kind of webhook')
  await rig.crm('apply')
  const url = `${rig.door.url}/api/webhooks/dataverse`
  expect(rig.dataverse.row('serviceendpoint', id)).toMatchObject({ url, authtype: 4, authvalue: key })
})

test('a new function key is noticed although Dataverse never shows the old one', async () => {
  expect(await rig.crm('plan', { key: 'another key' })).toContain('service endpoint “Webinar connector”: to set key')
  const { id } = named(rig, 'serviceendpoint', 'Webinar connector')
  rig.dataverse.update('serviceendpoint', id, { authvalue: null })
  await rig.crm('apply')
  expect(rig.dataverse.row('serviceendpoint', id)?.authvalue).toBe(key)
})

test('a role that may too much or too little is put right', async () => {
  const before = inventory(rig)
  const role = named(rig, 'role', 'Webinar connector').id
  const privilege = (name: string) => named(rig, 'privilege', name).id
  const read = rig.rows('roleprivileges').find((row) => row.privilegeid === privilege('prvReadcontact'))
  rig.dataverse.update('roleprivileges', String(read?.roleprivilegesid), { privilegedepthmask: 1 })
  const tooMuch = { roleid: role, privilegeid: privilege('prvDeletecontact'), privilegedepthmask: 8 }
  rig.dataverse.insert('roleprivileges', tooMuch)
  expect(await rig.crm('plan')).toContain(
    'security role “Webinar connector”: to give what it lacks (1) and take away what it must not have (1)',
  )
  await rig.crm('apply')
  expect(inventory(rig)).toEqual(before)
})

test('a disabled user is enabled, and gets the role back', async () => {
  const user = rig.rows('systemuser').find((row) => row.applicationid === identity)
  rig.dataverse.update('systemuser', String(user?.systemuserid), { isdisabled: true })
  const [membership] = rig.rows('systemuserroles')
  rig.dataverse.remove('systemuserroles', String(membership?.systemuserrolesid))
  expect(await rig.crm('apply')).toContain(`application user ${identity}: enable and give the role - done`)
  expect(rig.rows('systemuserroles')).toHaveLength(1)
})

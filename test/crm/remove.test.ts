import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CrmRig, identity, inventory, named, startCrmRig } from '../harness/crm.ts'

let rig: CrmRig
beforeEach(async () => {
  rig = await startCrmRig()
})
afterEach(() => rig.stop())

/** Somebody else's webhook with a step on it. */
function otherWebhook(stepName: string) {
  const url = 'https://erp.example.com/hook'
  const endpoint = rig.dataverse.insert('serviceendpoint', { name: 'ERP', url, contract: 8, authtype: 4 })
  return { endpoint, step: step(stepName, endpoint) }
}

function step(name: string, eventhandler: string) {
  const [filter] = rig.rows('sdkmessagefilter')
  const { sdkmessagefilterid, sdkmessageid } = filter ?? {}
  const values = { name, stage: 40, mode: 1, rank: 1, eventhandler, sdkmessageid, sdkmessagefilterid }
  return rig.dataverse.insert('sdkmessageprocessingstep', values)
}

test('remove takes away all that apply made', async () => {
  const before = inventory(rig)
  await rig.crm('apply')
  await rig.crm('remove')
  expect(inventory(rig)).toEqual({ ...before, systemuser: Number(before.systemuser) + 1 })
  const user = rig.rows('systemuser').find((row) => row.applicationid === identity)
  expect(user?.isdisabled, 'Only the admin center deletes an application user.').toBe(true)
})

test('remove leaves the endpoints, steps and roles of others alone, whatever their names', async () => {
  const other = otherWebhook('Webinar connector: Create of account')
  const unit = rig.rows('businessunit')[0]?.businessunitid
  const role = rig.dataverse.insert('role', { name: 'Webinar connector (old)', businessunitid: unit })
  await rig.crm('apply')
  await rig.crm('remove')
  expect(rig.dataverse.row('serviceendpoint', other.endpoint)).toBeDefined()
  expect(rig.dataverse.row('sdkmessageprocessingstep', other.step)).toBeDefined()
  expect(rig.dataverse.row('role', role)).toBeDefined()
})

test('an application user who was there before apply stays enabled', async () => {
  const user = rig.dataverse.insert('systemuser', { fullname: 'Ours since long', applicationid: identity })
  await rig.crm('apply')
  await rig.crm('remove')
  expect(rig.dataverse.row('systemuser', user)).toMatchObject({ isdisabled: false, fullname: 'Ours since long' })
  expect(rig.rows('systemuserroles')).toEqual([])
})

test('remove can be repeated, and needs no key', async () => {
  await rig.crm('apply')
  await rig.crm('remove', { key: undefined, identity: undefined })
  rig.writes()
  await rig.crm('remove')
  expect(rig.writes()).toEqual([])
})

test('what was removed can be applied again', async () => {
  await rig.crm('apply')
  await rig.crm('remove')
  await rig.crm('apply')
  expect(rig.rows('sdkmessageprocessingstep')).toHaveLength(16)
  expect(rig.rows('systemuser').filter((row) => row.applicationid === identity)).toMatchObject([{ isdisabled: false }])
})

test('a step that somebody else has put on our endpoint stops remove before it has begun', async () => {
  await rig.crm('apply')
  step('Audit trail', named(rig, 'serviceendpoint', 'Webinar connector').id)
  rig.writes()
  expect(await rig.refusal('remove')).toMatch(/“Audit trail”.*remove these first\. Nothing was changed\./)
  expect(rig.writes()).toEqual([])
})

test('another deployment’s webhook is not removed', async () => {
  await rig.crm('apply')
  rig.writes()
  expect(await rig.refusal('remove', { app: 'https://another.azurewebsites.net' })).toMatch(
    /belongs to another deployment/,
  )
  expect(rig.writes()).toEqual([])
})

import { expect } from 'vitest'
import { desired } from '../../crm/solution/desired-solution.ts'
import { type CrmEnvironment, identity, inventory, named, test } from '../harness/crm.ts'

/** Another integration's webhook with a step on it. */
function otherWebhook(crm: CrmEnvironment, stepName: string) {
  const url = 'https://erp.example.com/hook'
  const endpoint = crm.dataverse.insert('serviceendpoint', { name: 'ERP', url, contract: 8, authtype: 4 })
  return { endpoint, step: step(crm, stepName, endpoint) }
}

function step(crm: CrmEnvironment, name: string, eventhandler: string) {
  const [filter] = crm.rows('sdkmessagefilter')
  const { sdkmessagefilterid, sdkmessageid } = filter ?? {}
  const values = { name, stage: 40, mode: 1, rank: 1, eventhandler, sdkmessageid, sdkmessagefilterid }
  return crm.dataverse.insert('sdkmessageprocessingstep', values)
}

test('remove takes away all that apply made', async ({ crm }) => {
  const before = inventory(crm)
  await crm.run('apply')
  await crm.run('remove')
  expect(inventory(crm)).toEqual({ ...before, systemuser: Number(before.systemuser) + 1 })
  const user = crm.rows('systemuser').find((row) => row.applicationid === identity)
  expect(user?.isdisabled, 'Only the admin center deletes an application user.').toBe(true)
})

test('remove leaves other people’s endpoints, steps and roles alone', async ({ crm }) => {
  const other = otherWebhook(crm, 'Webinar connector: Create of account')
  const unit = crm.rows('businessunit')[0]?.businessunitid
  const role = crm.dataverse.insert('role', { name: 'Webinar connector (old)', businessunitid: unit })
  await crm.run('apply')
  await crm.run('remove')
  expect(crm.dataverse.row('serviceendpoint', other.endpoint)).toBeDefined()
  expect(crm.dataverse.row('sdkmessageprocessingstep', other.step)).toBeDefined()
  expect(crm.dataverse.row('role', role)).toBeDefined()
})

test('an application user who was there before apply stays enabled', async ({ crm }) => {
  const user = crm.dataverse.insert('systemuser', { fullname: 'Ours since long', applicationid: identity })
  await crm.run('apply')
  await crm.run('remove')
  expect(crm.dataverse.row('systemuser', user)).toMatchObject({ isdisabled: false, fullname: 'Ours since long' })
  expect(crm.rows('systemuserroles')).toEqual([])
})

test('remove shows what it would take away, and asks', async ({ crm }) => {
  await crm.run('apply')
  const before = inventory(crm)
  crm.writes()
  crm.answers = [false, true]
  const lines = await crm.run('remove', { yes: false, verbose: false })
  expect(crm.questions).toEqual([`Remove all of this from ${crm.dataverse.url}?`])
  expect(lines).toEqual([
    'Processing steps: 21 to remove',
    'Service endpoint: to remove',
    'App: 2 to remove',
    'Page: 3 to remove',
    'Views, forms and charts: 6 to remove',
    `Tables and columns: ${desired.tables.length + desired.extensions.length} to remove`,
    'Application user: to disable and take the role away',
    'Security role: to remove',
    `Roles for people: ${desired.peopleRoles.length} to remove`,
    'Tables and columns: 2 to remove',
    'Solution: 2 to remove',
    'Nothing was changed.',
  ])
  expect(crm.writes()).toEqual([])
  expect(inventory(crm)).toEqual(before)
  expect((await crm.run('remove', { yes: false })).at(-1)).toMatch(/is gone from/)
  expect(crm.rows('serviceendpoint')).toEqual([])
})

test('remove can be repeated, and needs no key', async ({ crm }) => {
  await crm.run('apply')
  await crm.run('remove', { key: undefined, identity: undefined })
  crm.writes()
  await crm.run('remove')
  expect(crm.writes()).toEqual([])
})

test('a removed deployment can be applied again', async ({ crm }) => {
  await crm.run('apply')
  await crm.run('remove')
  await crm.run('apply')
  expect(crm.rows('sdkmessageprocessingstep')).toHaveLength(21)
  expect(crm.rows('systemuser').filter((row) => row.applicationid === identity)).toMatchObject([{ isdisabled: false }])
})

test('a foreign step on the endpoint stops remove before it begins', async ({ crm }) => {
  await crm.run('apply')
  step(crm, 'Audit trail', named(crm, 'serviceendpoint', 'Webinar connector').id)
  crm.writes()
  expect(await crm.refusal('remove')).toMatch(/“Audit trail”.*remove these first\. Nothing was changed\./)
  expect(crm.writes()).toEqual([])
})

test('another deployment’s webhook is not removed', async ({ crm }) => {
  await crm.run('apply')
  crm.writes()
  expect(await crm.refusal('remove', { app: 'https://another.azurewebsites.net' })).toMatch(
    /belongs to another deployment/,
  )
  expect(crm.writes()).toEqual([])
})

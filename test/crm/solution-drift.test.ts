import { expect } from 'vitest'
import { fixedId } from '../../crm/solution/identity.ts'
import { definitionOf, labelsOf, putLabel, test } from '../harness/crm.ts'

test.beforeEach(async ({ crm }) => {
  await crm.run('apply')
  crm.writes()
})

const view = fixedId('view', 'msevtmgt_eventregistration', 'refused')

test('an administrator’s edits of a view stay', async ({ crm }) => {
  crm.dataverse.update('savedquery', view, { name: 'Not taken by ON24', fetchxml: '<fetch />' })
  await crm.run('apply')
  expect(crm.writes()).toEqual([])
  expect(crm.dataverse.row('savedquery', view)).toMatchObject({ name: 'Not taken by ON24', fetchxml: '<fetch />' })
})

test('a view of another version is set, and its table published', async ({ crm }) => {
  crm.dataverse.update('savedquery', view, {
    description: 'Kept by the webinar connector (000000000000).',
    fetchxml: '<fetch />',
  })
  expect(await crm.run('plan')).toContain('view “Refused” of msevtmgt_eventregistration: to set')
  await crm.run('apply')
  expect(crm.dataverse.row('savedquery', view)?.fetchxml).toContain('msevtmgt_publishingstate')
  expect(crm.writes().filter((write) => write.includes('PublishXml'))).toHaveLength(1)
})

test('a view that is gone comes back', async ({ crm }) => {
  crm.dataverse.remove('savedquery', view)
  await crm.run('apply')
  expect(crm.dataverse.row('savedquery', view)).toMatchObject({ name: 'Refused' })
})

test('an administrator’s words of a column stay until another version comes', async ({ crm }) => {
  await putLabel(crm, 'wbc_request', 'What it is')
  await crm.run('apply')
  expect(await labelsOf(crm, 'wbc_request', 'DisplayName')).toMatchObject({ 1033: 'What it is' })
  const [row] = crm.rows('solution').filter(({ uniquename }) => uniquename === 'WebinarConnector')
  crm.dataverse.update('solution', String(row?.solutionid), { version: '0.0.9.0', description: 'An older version.' })
  expect(await crm.run('plan')).toContain('version 0.1.0.0 of the solution: to set (now 0.0.9.0)')
  await crm.run('apply')
  expect(await labelsOf(crm, 'wbc_request', 'DisplayName')).toMatchObject({ 1033: 'Webinar request' })
})

test('a component that is in no solution of ours any more joins it', async ({ crm }) => {
  const table = await definitionOf(crm, 'wbc_request')
  const [entry] = crm.rows('solutioncomponent').filter(({ objectid }) => objectid === table.MetadataId)
  crm.dataverse.remove('solutioncomponent', String(entry?.solutioncomponentid))
  expect(await crm.run('plan')).toContain('components of the solution “WebinarConnector”: to add 1')
  await crm.run('apply')
  expect(crm.rows('solutioncomponent').map(({ objectid }) => objectid)).toContain(table.MetadataId)
})

test('a privilege that an administrator gave a role for people stays', async ({ crm }) => {
  const [role] = crm.rows('role').filter(({ name }) => name === 'Webinar connector reader')
  const [privilege] = crm.rows('privilege').filter(({ name }) => name === 'prvReadcontact')
  const { privilegeid } = privilege ?? {}
  crm.dataverse.insert('roleprivileges', { roleid: role?.roleid, privilegeid, privilegedepthmask: 8 })
  await crm.run('apply')
  expect(crm.writes()).toEqual([])
})

import { expect } from 'vitest'
import { named, test } from '../harness/crm.ts'

const step = (of: string) => `Webinar connector: Update of ${of}`
const [contact, registration, constant] = [524130000, 524130002, 524130004]

test('Dynamics tells of changes of columns that a field mapping takes, as far as these are there', async ({ crm }) => {
  await crm.run('apply')
  const watched = (of: string) =>
    String(named(crm, 'sdkmessageprocessingstep', step(of)).row.filteringattributes).split(',')
  const before = watched('msevtmgt_sessionregistration')
  for (const [wbc_source, wbc_column] of [
    [contact, ' BirthDate'],
    [contact, 'new_gone'],
    [registration, 'msevtmgt_name'],
    [constant, 'numberofchildren'],
  ]) {
    crm.dataverse.insert('wbc_fieldmapping', { wbc_field: 'std1', wbc_source, wbc_column })
  }
  await crm.run('apply')
  expect(watched('contact')).toContain('birthdate')
  expect(watched('contact')).not.toContain('new_gone')
  expect(watched('contact')).not.toContain('numberofchildren')
  expect(watched('msevtmgt_eventregistration')).toContain('msevtmgt_name')
  expect(watched('msevtmgt_sessionregistration')).toEqual([...before, 'msevtmgt_name'])
  crm.writes()
  await crm.run('apply')
  expect(crm.writes()).toEqual([])
})

import { expect, test } from 'vitest'
import { desiredSteps, privileges, requiredColumns, trackedTables } from '../../crm/desired-state.ts'
import { watchedTables } from '../../lib/dataverse/changes.ts'
import { logicalName } from '../../lib/dataverse/table-definition.ts'
import { allTables, subjectOf } from '../../lib/dataverse/tables.ts'

test('a table has steps if the app takes messages of it', () => {
  const withSteps = new Set(desiredSteps.map(({ table }) => table))
  expect([...withSteps]).toEqual(allTables.map(({ name }) => name).filter((name) => subjectOf(name) !== undefined))
})

test('an update wakes the connector for each watched column and for no outcome', () => {
  for (const { name, watched } of allTables) {
    const update = desiredSteps.find(({ table, message }) => table === name && message === 'Update')
    expect(update?.filteringColumns ?? []).toEqual(Object.keys(watched).map(logicalName))
    for (const column of update?.filteringColumns ?? []) expect(requiredColumns(name)).toContain(column)
  }
})

test('change tracking is wanted for the tables that the sweep follows', () => {
  expect(trackedTables).toEqual(watchedTables)
})

test('the role may do what the list says: read a column, write a column', () => {
  for (const { name, columns, written, privileges: listed } of allTables) {
    expect(privileges.get(name) ?? []).toEqual(listed)
    // The zones of Dataverse are open to everybody.
    if (name !== 'timezonedefinition' && Object.keys(columns).length) expect(listed).toContain('Read')
    // Rows of these are made, and never changed.
    if (!['contact', 'msdynmkt_contactpointconsent4'].includes(name)) {
      expect(listed.includes('Write')).toBe(written.length > 0)
    } else expect(listed).not.toContain('Write')
  }
})

test('a column must be there if it is read or written', () => {
  expect(requiredColumns('msevtmgt_checkin')).toEqual(
    expect.arrayContaining(['msevtmgt_sessionregistration', 'msevtmgt_checkintype', 'msevtmgt_viewingdurationinmins']),
  )
  const told = ['firstname', 'lastname', 'emailaddress1', 'jobtitle', 'parentcustomerid']
  const others = ['statecode', 'masterid', 'modifiedon', 'msevtmgt_originatingeventid', 'ownerid']
  expect(requiredColumns('contact')).toEqual([...told, ...others])
})

import { beforeEach, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, codeOf, rowsOf } from './fixtures.ts'

let dataverse: Dataverse
beforeEach(async ({ onTestFinished }) => {
  dataverse = await startDataverse()
  onTestFinished(() => dataverse.stop())
})

const publisher = {
  uniquename: 'contoso',
  friendlyname: 'Contoso',
  customizationprefix: 'cts',
  customizationoptionvalueprefix: 72_700,
}

async function addSolution() {
  const made = await call(dataverse, 'POST', 'publishers', publisher)
  const [, publisherId] = /\(([^)]+)\)$/.exec(String(made.headers.get('odata-entityid'))) ?? []
  const solution = await call(dataverse, 'POST', 'solutions', {
    uniquename: 'Webinars',
    friendlyname: 'Webinars',
    version: '1.0.0.0',
    'publisherid@odata.bind': `/publishers(${publisherId})`,
  })
  return { publisherId, solution }
}

test('a publisher and its solution are made and found by their unique names', async () => {
  expect((await addSolution()).solution.status).toBe(204)
  const query =
    "solutions?$select=version,ismanaged&$expand=publisherid($select=customizationprefix)&$filter=uniquename eq 'Webinars'"
  expect(rowsOf(await call(dataverse, 'GET', query))).toMatchObject([
    { version: '1.0.0.0', ismanaged: false, publisherid: { customizationprefix: 'cts' } },
  ])
})

test.each([
  ['a prefix of one letter', { customizationprefix: 'c' }],
  ['the prefix mscrm', { customizationprefix: 'mscrmx' }],
  ['a prefix with a line', { customizationprefix: 'c_s' }],
  ['an option value prefix of four digits', { customizationoptionvalueprefix: 7270 }],
])('a publisher with %s is refused', async (_, wrong) => {
  expect((await call(dataverse, 'POST', 'publishers', { ...publisher, ...wrong })).status).toBe(400)
})

test('a second publisher or solution of the same name is a duplicate', async () => {
  const { publisherId } = await addSolution()
  expect(codeOf(await call(dataverse, 'POST', 'publishers', publisher))).toBe('0x80040237')
  const again = { uniquename: 'webinars', version: '1.0', 'publisherid@odata.bind': `/publishers(${publisherId})` }
  expect(codeOf(await call(dataverse, 'POST', 'solutions', again))).toBe('0x80040237')
})

test('a publisher goes after its solutions', async () => {
  const { publisherId, solution } = await addSolution()
  expect((await call(dataverse, 'DELETE', `publishers(${publisherId})`)).status).toBe(405)
  expect((await call(dataverse, 'DELETE', String(solution.headers.get('odata-entityid')))).status).toBe(204)
  expect((await call(dataverse, 'DELETE', `publishers(${publisherId})`)).status).toBe(204)
})

test('a client writes no solution component itself', async () => {
  expect((await call(dataverse, 'POST', 'solutioncomponents', { componenttype: 1 })).status).toBe(400)
})

test('the languages are those that are provisioned', async () => {
  dataverse.customization.languages = [1031]
  const { body } = await call(dataverse, 'GET', 'RetrieveProvisionedLanguages()')
  expect(body.RetrieveProvisionedLanguages).toEqual([1031])
})

test('a setting tells whether unmanaged customizations are blocked', async () => {
  const ask = (SettingName: string) => call(dataverse, 'POST', 'GetOrgDbOrgSetting', { SettingName })
  expect((await ask('IsLockdownOfUnmanagedCustomizationEnabled')).body).toEqual({ SettingValue: '' })
  dataverse.customization.blocked = true
  expect((await ask('IsLockdownOfUnmanagedCustomizationEnabled')).body).toEqual({ SettingValue: 'true' })
  expect((await ask('AnotherSetting')).body).toEqual({ SettingValue: '' })
})

test('a solution is made where unmanaged customizations are blocked', async () => {
  dataverse.customization.blocked = true
  expect((await addSolution()).solution.status).toBe(204)
})

import { beforeEach, expect, test } from 'vitest'
import { WRITERS } from '../src/caller.ts'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { privilegeName } from '../src/privileges.ts'
import { idOf, startWithSolution } from './customization.ts'
import { call, codeOf } from './fixtures.ts'

let dataverse: Dataverse
beforeEach(async ({ onTestFinished }) => {
  dataverse = await startDataverse()
  onTestFinished(() => dataverse.stop())
})

const open = { type: 'url', url: '?pagetype=entityrecord&etn=contact', navigationTarget: 'newWindow' }
const expando = '#Microsoft.Dynamics.CRM.expando'
const actions = [{ title: 'Open', data: { '@odata.type': expando, ...open } }]
const collection = { 'actions@odata.type': '#Collection(Microsoft.Dynamics.CRM.expando)', actions }
const notification = {
  Title: 'News',
  Body: 'Something happened.',
  Recipient: `/systemusers(${WRITERS.user})`,
  IconType: 100_000_003,
  ToastType: 200_000_000,
  Actions: { '@odata.type': 'Microsoft.Dynamics.CRM.expando', ...collection },
}
const send = (changed: object = {}) => call(dataverse, 'POST', 'SendAppNotification', { ...notification, ...changed })

test('a notification becomes a row of its recipient', async () => {
  const { status, body } = await send()
  expect([status, body]).toEqual([200, expect.objectContaining({ NotificationId: expect.any(String) })])
  const [row] = dataverse.rows('appnotification')
  expect(row).toMatchObject({ title: 'News', icontype: 100_000_003, ownerid: WRITERS.user, ttlinseconds: 1_209_600 })
  const { type: _, ...data } = open
  expect(JSON.parse(String(row?.data))).toEqual({ actions: [{ title: 'Open', data }] })
})

test.each([
  ['without a title', { Title: undefined }],
  ['with a parameter that there is not', { Text: 'More.' }],
  ['with an icon that there is not', { IconType: 3 }],
  ['with a time in words', { Expiry: '604800' }],
  ['with actions that do not say their type', { Actions: { actions } }],
  ['to nobody', { Recipient: undefined }],
])('a notification %s is refused', async (_what, changed) => {
  expect((await send(changed)).status).toBe(400)
  expect(dataverse.rows('appnotification')).toEqual([])
})

test('a notification to a team, and to a user who is disabled or not there, is refused', async () => {
  const disabled = dataverse.insert('systemuser', { fullname: 'Grace', isdisabled: true })
  expect((await send({ Recipient: `/systemusers(${disabled})` })).status).toBe(400)
  const team = dataverse.insert('team', { name: 'Events' })
  expect((await send({ Recipient: `/teams(${team})` })).status).toBe(400)
  expect((await send({ Recipient: `/systemusers(${team})` })).status).toBe(404)
})

test('the sender needs to create and to read notifications', async () => {
  const unit = dataverse.rows('businessunit')[0]?.businessunitid
  const roleid = dataverse.insert('role', { name: 'Sender', businessunitid: unit })
  dataverse.insert('systemuserroles', { systemuserid: WRITERS.api, roleid })
  for (const privilege of ['Create', 'Read']) {
    expect((await send()).status).toBe(403)
    const [found] = dataverse
      .rows('privilege')
      .filter(({ name }) => name === privilegeName(privilege, 'appnotification'))
    dataverse.insert('roleprivileges', { roleid, privilegeid: found?.privilegeid, privilegedepthmask: 8 })
  }
  expect((await send()).status).toBe(200)
})

test('a setting of an app is kept once the app is published', async () => {
  const world = await startWithSolution()
  const icon = '953b9fac-1e5e-e611-80d6-00155ded156f'
  const id = idOf(
    await world.post('appmodules', { name: 'Orders', uniquename: 'Orders', clienttype: 4, webresourceid: icon }),
  )
  const [SettingName, AppUniqueName] = ['AllowNotificationsEarlyAccess', 'cts_Orders']
  const save = (more = {}) => world.post('SaveSettingValue', { SettingName, AppUniqueName, Value: 'true', ...more })
  const read = async () => {
    const path = `RetrieveSetting(SettingName=@s,AppUniqueName=@a)?@s='${SettingName}'&@a='${AppUniqueName}'`
    return (await world.get(path)).body
  }
  expect(codeOf(await save())).toBe('0x80040217')
  const ParameterXml = `<importexportxml><appmodules><appmodule>${id}</appmodule></appmodules></importexportxml>`
  await world.post('PublishXml', { ParameterXml })
  expect(await read()).toMatchObject({ SettingDetail: { Value: 'false' } })
  expect((await save()).status).toBe(204)
  expect(await read()).toMatchObject({ SettingDetail: { Value: 'true' } })
  expect((await save({ Value: true })).status).toBe(400)
  expect((await save({ SettingName: 'Other' })).status).toBe(400)
})

import { expect } from 'vitest'
import { test } from '../harness/crm.ts'

const line = 'in-app notifications of the app “Webinars”'
const off = `${line}: off: an administrator can turn them on in the settings of the app`

test('the app’s notifications are turned on once it is published', async ({ crm }) => {
  expect(await crm.run('plan')).toContain(`${line}: to turn on`)
  await crm.run('apply')
  const [app] = crm.rows('appmodule')
  expect(crm.rows('appsetting')).toMatchObject([{ parentappmoduleid: app?.appmoduleid, value: 'true' }])
  const lines = await crm.run('plan')
  expect(lines.filter((one) => one.startsWith(line)).join()).not.toContain('to turn on')
  await crm.run('remove')
  expect(crm.rows('appsetting')).toEqual([])
})

test('notifications that an administrator turned off stay off, and plan says so', async ({ crm }) => {
  await crm.run('apply')
  const [setting] = crm.rows('appsetting')
  crm.dataverse.update('appsetting', String(setting?.appsettingid), { value: 'false' })
  expect(await crm.run('plan')).toContain(off)
  await crm.run('apply')
  expect(crm.rows('appsetting')).toMatchObject([{ value: 'false' }])
})

test('an environment without that setting gets all the rest', async ({ crm }) => {
  crm.dataverse.injectFault(({ url }) =>
    /(SaveSettingValue|RetrieveSetting)/.test(url)
      ? Response.json({ error: { code: '0x80060888', message: 'Resource not found.' } }, { status: 404 })
      : undefined,
  )
  expect((await crm.run('apply')).at(-1)).toMatch(/are connected/)
  expect(await crm.run('plan')).toContain(off)
})

test('the connector may send notifications, and people with its roles may read theirs', async ({ crm }) => {
  await crm.run('apply')
  const held = (name: string) => {
    const [role] = crm.rows('role').filter((row) => row.name === name)
    const rows = crm.rows('roleprivileges').filter(({ roleid }) => roleid === role?.roleid)
    const named = rows.map(
      (row) => `${crm.dataverse.row('privilege', String(row.privilegeid))?.name} ${row.privilegedepthmask}`,
    )
    return named.filter((privilege) => /appnotification/.test(privilege)).sort()
  }
  expect(held('Webinar connector')).toEqual(['prvCreateappnotification 8', 'prvReadappnotification 8'])
  expect(held('Webinar connector planner')).toEqual(['prvReadappnotification 1'])
})

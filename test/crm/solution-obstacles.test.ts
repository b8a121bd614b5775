import { expect } from 'vitest'
import { type CrmEnvironment, test } from '../harness/crm.ts'

function publisher(crm: CrmEnvironment, uniquename: string, customizationprefix: string) {
  const values = { uniquename, friendlyname: uniquename, customizationprefix, customizationoptionvalueprefix: 52413 }
  return crm.dataverse.insert('publisher', values)
}

function solution(crm: CrmEnvironment, values: Record<string, unknown>) {
  const publisherid = publisher(crm, 'webinarconnector', 'wbc')
  crm.dataverse.insert('solution', {
    uniquename: 'WebinarConnector',
    friendlyname: 'W',
    publisherid,
    version: '1.0.0.0',
    ...values,
  })
}

test.for<[string, RegExp, (crm: CrmEnvironment) => void]>([
  [
    'unmanaged customizations are blocked',
    /blocks unmanaged customizations/,
    ({ dataverse }) => void Object.assign(dataverse.customization, { blocked: true }),
  ],
  [
    'a package has the name of the solution',
    /is managed, so somebody has installed it as a package/,
    (crm) => solution(crm, { ismanaged: true }),
  ],
  [
    'a newer version was applied',
    /A newer version of the connector has brought .* \(99\.0\.0\.0, this is /,
    (crm) => solution(crm, { version: '99.0.0.0' }),
  ],
  [
    'another publisher has the prefix',
    /The publisher “other” of .* has the connector’s prefix “wbc”/,
    (crm) => void publisher(crm, 'other', 'wbc'),
  ],
  [
    'the publisher has another prefix',
    /has the prefix “abc” in place of “wbc”/,
    (crm) => void publisher(crm, 'webinarconnector', 'abc'),
  ],
])('where %s, all but the own components is made', async ([_, sentence, prepare], { crm }) => {
  prepare(crm)
  const views = crm.rows('savedquery').length
  const planned = await crm.run('plan')
  expect(planned.slice(planned.indexOf('In the way:') + 1)).toEqual([expect.stringMatching(sentence)])
  const leftOut = /^security role “Webinar connector planner”: left out, for there is no .*wbc_request/
  expect(planned).toContainEqual(expect.stringMatching(leftOut))
  const lines = await crm.run('apply')
  expect(lines.filter((line) => sentence.test(line))).toHaveLength(1)
  expect(lines.at(-1)).toMatch(/are connected/)
  expect(crm.rows('sdkmessageprocessingstep')).toHaveLength(19)
  expect(crm.rows('savedquery')).toHaveLength(views)
  crm.writes()
  await crm.run('apply')
  expect(crm.writes()).toEqual([])
})

test('a solution that is half made is finished, and plan says so', async ({ crm }) => {
  crm.dataverse.injectFault(({ method, url }) =>
    method === 'POST' && url.endsWith('/RelationshipDefinitions')
      ? Response.json({ error: { code: '0x80048d19', message: 'Stopped.' } }, { status: 400 })
      : undefined,
  )
  expect(await crm.refusal('apply')).toMatch(
    /^lookup wbc_foundwebinar\.wbc_configurationid: .*What was done before stays/,
  )
  crm.dataverse.injectFault()
  const lines = await crm.run('plan')
  expect(lines.find((line) => line.startsWith('version '))).toMatch(/: to set \(half made\)$/)
  expect(lines).toContain('column wbc_foundwebinar.wbc_webinarid: as it should be')
  expect((await crm.run('apply')).at(-1)).toMatch(/are connected/)
})

test('change tracking that is off stays off where customizations are blocked, and stops nothing', async ({ crm }) => {
  crm.dataverse.tracked.delete('msevtmgt_event')
  crm.dataverse.customization.blocked = true
  const lines = await crm.run('apply')
  expect(lines).toContain('change tracking of msevtmgt_event: off, and the environment blocks customizations')
  expect(lines.at(-1)).toMatch(/are connected/)
})

import { type On24, startOn24 } from '@webinar-connector/on24-emulator'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { day } from '../../../lib/core/time.ts'
import { createOn24 } from '../../../lib/on24/provider.ts'
import { aWebinarPlan } from '../../harness/builders.ts'
import { noLimits } from '../../harness/no-limits.ts'

const token = { accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' }
const plain = { place: undefined, isTest: false }
const making = { templateTag: 'Template' }
let on24: On24
let now: Date

beforeEach(async () => {
  now = new Date()
  on24 = await startOn24({ now: () => now })
  on24.addAccount({ clientId: '10001', ...token, quotas: false })
})
afterEach(() => on24.stop())

const account = () =>
  createOn24({ na: `${on24.url}/v2`, eu: '' }, noLimits).connect({
    ...{ provider: 'on24', region: 'na', clientId: '10001', ...token },
  })
const ahead = () => new Date(Date.now() + 30 * day)
const plan = (template: number | string) =>
  aWebinarPlan({ type: undefined, template: String(template), start: ahead() })
const event = (facts: Partial<Parameters<On24['addEvent']>[0]> = {}) =>
  on24.addEvent({
    clientId: '10001',
    title: 'Demo',
    goodafter: ahead(),
    durationMinutes: 60,
    tags: ['template'],
    ...facts,
  })
const objections = async (template: number | string) => account().validatePlan(plan(template), making)

test('templates are the webcasts with the tag, whenever they start', async () => {
  now = new Date(Date.now() - 700 * day)
  const old = event({ title: 'Old', goodafter: new Date('2020-01-01T00:00:00Z') })
  now = new Date(Date.now() - 1000 * day)
  event({ title: 'Forgotten' })
  now = new Date()
  const recent = event({ title: 'Recent', tags: ['spring', ' TEMPLATE '], campaignCode: 'theirs' })
  event({ tags: [] })
  event({ contentType: 'golive' })
  on24.event(event()).active = false
  const found = await account().templates?.('Template')
  expect(found?.toSorted((a, b) => a.title.localeCompare(b.title))).toEqual([
    { webinarId: String(old), title: 'Old', externalId: undefined },
    { webinarId: String(recent), title: 'Recent', externalId: 'theirs' },
  ])
})

test('a webinar can be copied as long as it is a template', async () => {
  const template = event()
  expect(await objections(template)).toEqual([])
  expect(await account().validatePlan(plan(template), { templateTag: undefined })).toEqual([
    { code: 'templates_not_in_use' },
  ])
  on24.event(template).tags = ['spring']
  const facts = { provider: 'ON24', title: 'Demo' }
  expect(await objections(template)).toEqual([{ code: 'template_without_tag', ...facts, tag: 'Template' }])
  on24.event(template).active = false
  expect(await objections(template)).toEqual([{ code: 'template_inactive', provider: 'ON24' }])
  expect(await objections(event({ contentType: 'golive' }))).toEqual([{ code: 'template_no_webcast', ...facts }])
  for (const id of ['404', 'nonsense'])
    expect(await objections(id)).toEqual([{ code: 'template_gone', provider: 'ON24' }])
})

test('a template that another account has is not known', async () => {
  on24.addAccount({ clientId: '10002', accessTokenKey: 'KEY-2', accessTokenSecret: 'secret-2' })
  expect(await objections(event({ clientId: '10002' }))).toEqual([{ code: 'template_gone', provider: 'ON24' }])
})

test('what became of a template does not matter to a webinar that is there', async () => {
  expect(await account().validatePlan(plan('404'))).toEqual([])
})

test('a copy carries its own mark, and is found by it', async () => {
  const template = event({
    campaignCode: 'theirs',
    requiredFields: ['country'],
    eventType: 'simulive',
    testEvent: true,
  })
  const { webinarId } = await account().create(plan(template), 'a-mark', plain)
  expect(on24.event(Number(webinarId))).toMatchObject({
    ...{ title: 'Demo', campaignCode: 'a-mark', requiredFields: ['country'], eventType: 'simulive', testEvent: false },
  })
  expect(await account().findByExternalId(['a-mark'], new Date())).toMatchObject({ webinarId })
  expect(on24.event(template)).toMatchObject({ campaignCode: 'theirs' })
})

test('a template that is deleted in between is told as that', async () => {
  const made = account().create(plan('404'), 'a-mark', plain)
  await expect(made).rejects.toMatchObject({ userMessage: { code: 'template_gone' }, retry: false })
})

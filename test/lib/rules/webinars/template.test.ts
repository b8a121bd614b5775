import { expect, test } from 'vitest'
import { isTestEvent } from '../../../../lib/rules/webinars/new-webinar.ts'
import { templateChoice, templateOf } from '../../../../lib/rules/webinars/template.ts'
import { isPlanApplied, planHash, planOf } from '../../../../lib/rules/webinars/webinar-plan.ts'
import { aPlannedWebinar } from '../../../harness/builders.ts'

const template = { webinarId: '5000001', title: 'Product demo', externalId: undefined }
const { value } = templateChoice(template, (title) => `Template: ${title}`)

function plan(type: string) {
  const planned = planOf(aPlannedWebinar({ type }), 'Europe/Berlin')
  if (planned.problem !== undefined) throw new Error(planned.problem.code)
  return planned.plan
}

test('a template is a type of webinars whose value names the webinar to copy', () => {
  expect(templateChoice(template, (title) => `Template: ${title}`).name).toBe('Template: Product demo')
  expect(templateOf(value)).toBe('5000001')
  expect(['fav', '', undefined].map(templateOf)).toEqual([undefined, undefined, undefined])
})

test('a plan for a copy has no type of its own, and another template makes another plan', () => {
  expect(plan(value)).toMatchObject({ type: undefined, template: '5000001' })
  expect(isPlanApplied(planHash(plan(value)), plan(value))).toBe(true)
  expect(isPlanApplied(planHash(plan(value)), plan('template:5000002'))).toBe(false)
  expect('template' in plan('fav')).toBe(false)
})

test.each([
  ['[Test] Product demo', true, true],
  ['Test: Product demo', true, true],
  ['(TEST) Produktvorführung', true, true],
  ['Test: Product demo', false, false],
  ['Test automation', true, false],
  ['Testing: a guide', true, false],
  ['How to test: a guide', true, false],
])('an event called “%s”, a draft: %s, is a test: %s', (title, draft, isTest) => {
  expect(isTestEvent({ title, draft })).toBe(isTest)
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { toRegistrantForm, validateRegistrant } from '../../../lib/on24/registrant-form.ts'
import { aRegistrant } from '../../harness/builders.ts'

const ada = aRegistrant({ registrationId: 'r-1', email: ' ada@example.test ' })
const form = (facts: Partial<typeof ada> = {}, isNew = true) => toRegistrantForm({ ...ada, ...facts }, { isNew })

test('the form of somebody new has ON24’s lower-case names, and both mail flags', () => {
  expect(form()).toEqual({
    ...{ email: 'ada@example.test', firstname: 'Ada', lastname: 'Byron', company: 'Engines', jobtitle: 'CTO' },
    ...{ exteventusercd: 'r-1', eventemail: 'Y', marketingemail: 'N' },
  })
})

test('a value that CRM lacks is left out for a new person, empty for a known one', () => {
  const unknown = { company: '', jobTitle: '  ' }
  expect(form(unknown)).not.toHaveProperty('company')
  expect(form(unknown)).not.toHaveProperty('jobtitle')
  expect(form(unknown, false)).toMatchObject({ company: '', jobtitle: '' })
})

test('a consent to marketing that somebody gave at ON24 is not taken back', () => {
  expect(form({}, false)).not.toHaveProperty('marketingemail')
  expect(form({}, false)).toMatchObject({ eventemail: 'Y' })
})

test('texts are cut to what ON24 takes, on one line, and never within a character', () => {
  expect(form({ firstName: `  Ada\n King ${'x'.repeat(60)}` }).firstname).toBe(`Ada King ${'x'.repeat(41)}`)
  expect(form({ lastName: `${'b'.repeat(49)}😀` }).lastname).toBe('b'.repeat(49))
  expect(form({ company: 'ö'.repeat(160) }).company).toBe('ö'.repeat(100))
  expect(form({ jobTitle: 'j'.repeat(101) }).jobtitle).toHaveLength(100)
})

test('any name is sent to ON24 neither too long nor with half a character', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 })
  fc.assert(
    fc.property(text, text, text, text, (firstName, lastName, company, jobTitle) => {
      const {
        firstname = '',
        lastname = '',
        company: at = '',
        jobtitle = '',
      } = form({
        ...{ firstName, lastName, company, jobTitle },
      })
      for (const name of [firstname, lastname]) expect(name.length).toBeLessThanOrEqual(50)
      for (const value of [at, jobtitle]) expect(value.length).toBeLessThanOrEqual(100)
      for (const value of [firstname, lastname, at, jobtitle]) expect(value.isWellFormed()).toBe(true)
    }),
  )
})

test.each([
  ['', 'contact_without_email'],
  ['   ', 'contact_without_email'],
  [`${'a'.repeat(90)}@example.test`, 'email_too_long'],
  ['ada', 'email_malformed'],
  ['ada@', 'email_malformed'],
  ['@example.test', 'email_malformed'],
  ['ada byron@example.test', 'email_malformed'],
  ['ada@example.test, b@example.test', 'email_malformed'],
  ['müller@example.test, b@example.test', 'email_malformed'],
  ['müller', 'email_malformed'],
])('the address %j is refused: %s', (email, code) => {
  expect(validateRegistrant({ ...ada, email })).toMatchObject({ code })
})

test.each([
  'ada@example.test',
  'Ada.Byron+on24@sub.example.co.uk',
  "o'neil@example.test",
  `${'a'.repeat(60)}@${'b'.repeat(30)}.test`.slice(-100),
])('the address %j is taken', (email) => {
  expect(validateRegistrant({ ...ada, email })).toBeUndefined()
})

test.each(['müller@example.test', 'ada@bücher.example', '用户@例子.广告'])(
  'the address %j is ON24’s to refuse',
  (email) => {
    expect(validateRegistrant({ ...ada, email })).toBeUndefined()
  },
)

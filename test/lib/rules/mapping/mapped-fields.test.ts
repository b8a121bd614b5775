import { expect, test } from 'vitest'
import type { FieldMapping, MappedTexts, RegistrantField, RegistrationForm } from '../../../../lib/model/mapping.ts'
import {
  columnsFor,
  fieldMeant,
  heldLines,
  mayKeepOut,
  unanswerable,
} from '../../../../lib/rules/mapping/held-lines.ts'
import { faultMessage, withFields } from '../../../../lib/rules/mapping/mapped-fields.ts'
import { mappingProblem } from '../../../../lib/rules/mapping/mapping-problems.ts'
import { shownFields } from '../../../../lib/rules/mapping/shown-fields.ts'
import { aContact, aRegistration } from '../../../harness/builders.ts'

const fields: readonly RegistrantField[] = [
  { name: 'jobtitle', caption: 'Job title', longest: 10, fact: 'jobTitle' },
  {
    name: 'country',
    caption: 'Country',
    longest: 20,
    fact: 'country',
    ownWord: (text) => (text === 'DE' ? 'Germany' : text),
  },
  { name: 'std1', caption: 'Custom field 1', longest: 5 },
]
const account = { kind: 'account', id: 'a' } as const
const event = { kind: 'event', id: 'e' } as const
const usual = { country: { source: 'contact', column: 'address1_country' } } as const

function aLine(facts: Partial<FieldMapping> = {}): FieldMapping {
  return {
    ...{ id: 'l', field: 'std1', source: 'contact', column: 'nickname', constant: '', values: new Map() },
    ...{ otherwise: '', tooLong: 'cut', scope: account, problem: '', etag: '*', ...facts },
  }
}

const texts = (contact: Record<string, string>, answers: [string, string][] = []): MappedTexts => ({
  ...{ contact, account: {}, registration: {}, answers: new Map(answers) },
})
const held = (lines: FieldMapping[], form?: RegistrationForm) => heldLines(lines, [account, event], fields, form, usual)

/** The fields that are sent of a person with these texts, and the faults that keep them out. */
function sent(lines: FieldMapping[], read: MappedTexts | undefined, form?: RegistrationForm) {
  const registration = aRegistration({ id: 'r', ...(read && { texts: read }) })
  const { fields: told, faults } = withFields(registration, { lines: held(lines, form), fields, form })
  return { fields: told, faults: faults?.map(({ field, fault }) => `${field} ${fault}`) }
}

test('a field is meant in whatever case and with whatever underscores it is typed', () => {
  expect(fieldMeant(' Job_Title', fields)?.name).toBe('jobtitle')
  expect(fieldMeant('job', fields)).toBeUndefined()
})

test('a line of an event holds over the same of its account, and one of another event does not', () => {
  const lines = [
    aLine({ constant: 'event', source: 'constant', scope: event }),
    aLine({ constant: 'account', source: 'constant' }),
    aLine({ constant: 'other', source: 'constant', scope: { kind: 'event', id: 'other' } }),
  ]
  expect(sent(lines, undefined).fields).toEqual({ std1: 'event' })
})

test('the usual column stands in for a required field that nobody mapped', () => {
  const form = [{ field: 'country', caption: 'Country', required: true }]
  expect(columnsFor(held([], form))).toMatchObject({ contact: ['address1_country'], answers: false })
  expect(columnsFor(held([], [{ field: 'country', caption: 'Country', required: false }]))).toBeUndefined()
  expect(sent([], texts({ address1_country: 'DE' }), form)).toEqual({
    fields: { country: 'Germany' },
    faults: undefined,
  })
  expect(sent([], texts({ address1_country: '' }), form).faults).toEqual(['country missing'])
})

test('nothing is sent of a person where nothing is mapped and nothing is asked', () => {
  const registration = aRegistration({ id: 'r' })
  expect(withFields(registration, { lines: [], fields, form: undefined })).toBe(registration)
  expect(sent([], undefined, [{ field: 'jobtitle', caption: 'Job title', required: true }])).toEqual({
    fields: undefined,
    faults: undefined,
  })
})

test('a value is looked up as it is, then in any case; what is not there goes as it is', () => {
  const values = new Map([
    ['red', 'r'],
    ['Red', 'R'],
    ['blue', ''],
  ])
  const of = (nickname: string) => sent([aLine({ values, otherwise: 'none' })], texts({ nickname })).fields?.std1
  expect(['Red', ' RED ', 'green', 'blue', ''].map(of)).toEqual(['R', 'r', 'green', 'none', 'none'])
})

test('an answer is found by its question in any case', () => {
  const line = aLine({ source: 'answer', column: 'Your Diet? ' })
  expect(sent([line], texts({}, [['your diet?', 'vegan']])).fields).toEqual({ std1: 'vegan' })
})

test('a line whose column was not read is left out', () => {
  expect(sent([aLine()], texts({})).fields).toBeUndefined()
})

test('a value that is no option keeps out where it is required, and else is left out', () => {
  const form = (required: boolean) => [{ field: 'std1', caption: 'Colour', required, options: ['Red'] }]
  expect(sent([aLine()], texts({ nickname: 'red' }), form(true)).fields).toEqual({ std1: 'Red' })
  expect(sent([aLine()], texts({ nickname: 'blue' }), form(true)).faults).toEqual(['std1 not an option'])
  expect(sent([aLine()], texts({ nickname: 'blue' }), form(false))).toEqual({ fields: { std1: '' }, faults: undefined })
})

test('a value that is too long keeps out where its line says so', () => {
  expect(sent([aLine({ tooLong: 'refuse' })], texts({ nickname: 'longer' })).faults).toEqual(['std1 too long'])
  expect(sent([aLine()], texts({ nickname: 'longer' })).faults).toBeUndefined()
})

test('an empty mapped value leaves what the contact has of the field', () => {
  expect(sent([aLine({ field: 'jobtitle' })], texts({ nickname: '' })).fields).toBeUndefined()
  expect(sent([aLine({ field: 'jobtitle' })], texts({ nickname: 'Chief' })).fields).toEqual({ jobtitle: 'Chief' })
  const form = [{ field: 'jobtitle', caption: 'Job title', required: true, options: [aContact().jobTitle] }]
  expect(sent([], undefined, form)).toEqual({ fields: undefined, faults: undefined })
})

test('the sentence names the fields of one kind of fault, what is missing first', () => {
  const fault = (caption: string, of: 'missing' | 'not an option') => ({ field: caption, caption, fault: of })
  expect(faultMessage([], 'Acme')).toBeUndefined()
  expect(faultMessage([fault('A', 'not an option'), fault('B', 'missing'), fault('C', 'missing')], 'Acme')).toEqual({
    ...{ code: 'registration_fields_missing', provider: 'Acme', fields: 'B, C' },
  })
})

test('a required field is unanswerable if neither a line nor the contact has it', () => {
  const form = ['jobtitle', 'country', 'std1'].map((field) => ({ field, caption: field, required: true }))
  const mapping = (lines: FieldMapping[]) => ({
    ...{ lines: held(lines, form), fields, form, readAt: undefined, columns: undefined },
  })
  expect(unanswerable(mapping([])).map(({ field }) => field)).toEqual(['std1'])
  expect(unanswerable(mapping([aLine()]))).toEqual([])
  expect(mayKeepOut({ ...mapping([]), form: [] })).toBe(false)
})

test.each<[string, Partial<FieldMapping>, 'well' | 'gone' | 'wrong type', string | undefined]>([
  ['no field of the provider', { field: 'colour' }, 'well', 'mapping_field_unknown'],
  ['no source', { source: undefined }, 'well', 'mapping_without_source'],
  ['no column', { column: '' }, 'well', 'mapping_without_value'],
  ['a constant without a value', { source: 'constant' }, 'well', 'mapping_without_value'],
  ['a column that is gone', {}, 'gone', 'mapping_column_gone'],
  ['a column of the wrong type', {}, 'wrong type', 'mapping_column_wrong'],
  ['a default that is no option', { otherwise: 'Blue' }, 'well', 'mapping_not_option'],
  ['a value map to no option', { values: new Map([['b', 'Blue']]) }, 'well', 'mapping_not_option'],
  ['nothing wrong', { otherwise: 'red' }, 'well', undefined],
])('a line with %s is told of', (_, facts, column, code) => {
  const line = aLine(facts)
  const forms = [[{ field: 'std1', caption: 'Colour', required: true, options: ['Red'] }]]
  expect(mappingProblem(line, column, { title: 'Acme', registrantFields: fields }, forms, [line])?.code).toBe(code)
})

test('of two lines for a field the later one holds, and the other says so', () => {
  const [first, second] = [aLine({ id: '1' }), aLine({ id: '2', field: 'STD_1' })]
  const problemOf = (line: FieldMapping) =>
    mappingProblem(line, 'well', { title: 'Acme', registrantFields: fields }, [], [first, second])?.code
  expect([problemOf(first), problemOf(second)]).toEqual(['mapping_twice', undefined])
})

test('fields are shown in the order of the form, and others after them, under ids that stay', () => {
  const form = [{ field: 'std1', caption: 'Colour', required: true, options: ['Red'] }]
  const shown = shownFields(event, form, fields, new Map([['std1', 3]]))
  expect(shown.map(({ field, position, missing }) => [field, position, missing])).toEqual([
    ['std1', 0, 3],
    ['jobtitle', 1, 0],
    ['country', 2, 0],
  ])
  expect(shownFields(event, form, fields, undefined).map(({ id }) => id)).toEqual(shown.map(({ id }) => id))
  expect(shownFields(account, form, fields, undefined)[0]?.id).not.toBe(shown[0]?.id)
})

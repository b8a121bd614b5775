import { expect, test } from 'vitest'
import { usualColumns } from '../../lib/dataverse/usual-columns.ts'
import { registrantFields } from '../../lib/on24/registrant-fields.ts'
import { shownLabel, toColumns } from '../../page/rules/columns.ts'
import { defaultMapping } from '../../page/rules/default-mapping.ts'
import {
  faultOf,
  fieldRows,
  type Line,
  type Mapping,
  type ProviderField,
  pairsOf,
  pairsOfLabels,
  textOfPairs,
} from '../../page/rules/mapping.ts'
import { problemKind } from '../../page/rules/problems.ts'
import { idIn, viewOf } from '../../page/rules/route.ts'
import { de } from '../../page/words/de.ts'
import { en } from '../../page/words/en.ts'

const mapping: Mapping = {
  ...{ field: 'std1', source: 'contact', column: 'department', constant: '' },
  ...{ pairs: [], fallback: '', refusesTooLong: false },
}
const line = (values: Partial<Line> = {}): Line => ({
  ...mapping,
  ...{ id: '1', etag: 'W/"1"', problem: '', reach: 'account' },
  ...values,
})
const field = (values: Partial<ProviderField> = {}): ProviderField => ({
  ...{ id: '1', field: 'std1', name: 'Favourite colour', isRequired: false },
  ...{ options: [], missing: 0, maxLength: 100 },
  ...values,
})
const only = (fields: ProviderField[], lines: Line[] = []) => fieldRows(fields, lines)[0]

test('the line of a webinar goes before that of its account, and the newer one before the older', () => {
  const [account, webinar, newer] = [line({ id: 'a' }), line({ id: 'w', reach: 'here' }), line({ id: 'n' })]
  expect(only([field()], [account, webinar])?.line?.id).toBe('w')
  expect(only([field()], [webinar, account])?.line?.id).toBe('w')
  expect(only([field()], [account, newer])?.line?.id).toBe('n')
  const event = line({ id: 'e', reach: 'event' })
  expect(only([field()], [webinar, event, newer])?.line?.id).toBe('w')
  expect(only([field()], [event, newer])?.line?.id).toBe('e')
})

test('a field with underscores is the same as one without', () => {
  expect(only([field({ field: 'work_phone' })], [line({ field: 'Work phone' })])?.line).toBeDefined()
  expect(only([field({ field: 'job_title', isRequired: true })])).toMatchObject({ isAlwaysSent: true, troubles: [] })
})

test('a required field that nobody mapped gets a default, or somebody has to say', () => {
  const country = only([field({ field: 'country', isRequired: true })])
  expect(country).toMatchObject({ standard: { source: 'contact', column: 'address1_country' }, troubles: [] })
  expect(only([field({ isRequired: true })])?.troubles).toEqual([{ kind: 'unmapped' }])
  const optional = only([field({ field: 'country' })])
  expect([optional?.standard, optional?.troubles]).toEqual([undefined, []])
})

test('registrations without a value and a line with a problem are in need', () => {
  const row = only([field({ isRequired: true, missing: 12 })], [line({ problem: 'There is no such column.' })])
  expect(row?.troubles).toEqual([
    { kind: 'problem', text: 'There is no such column.' },
    { kind: 'missing', count: 12 },
  ])
})

test('a line for a field that the form does not have is shown behind its fields', () => {
  const rows = fieldRows([field()], [line({ field: 'std2' }), line()])
  expect(rows.map(({ field: of, form }) => [of, form !== undefined])).toEqual([
    ['std1', true],
    ['std2', false],
  ])
})

test('values are kept a line each, and half a pair is none', () => {
  const pairs = pairsOf('DE = Germany\r\nno pair\nFR=France = Europe')
  expect(pairs).toEqual([
    { from: 'DE', to: 'Germany' },
    { from: 'FR', to: 'France = Europe' },
  ])
  expect(textOfPairs([...pairs, { from: 'IT', to: ' ' }, { from: '', to: 'Spain' }])).toBe(
    'DE = Germany\nFR = France = Europe',
  )
})

test('each label of a choice has its pair, and finds the same value at the provider', () => {
  const pairs = [
    { from: 'Manager', to: 'Lead' },
    { from: 'Old', to: 'Gone' },
  ]
  expect(pairsOfLabels(pairs, ['Employee', 'Manager', 'Owner'], ['employee', 'Lead'])).toEqual([
    { from: 'Employee', to: 'employee' },
    { from: 'Manager', to: 'Lead' },
    { from: 'Owner', to: '' },
    { from: 'Old', to: 'Gone' },
  ])
})

test('a mapping that says too little or too much is not saved', () => {
  const faults = (values: Partial<Mapping>, options: string[] = []) => faultOf({ ...mapping, ...values }, options)
  expect(faults({})).toBeUndefined()
  expect(faults({ column: '' })).toBe('column')
  expect(faults({ source: 'answer', column: '' })).toBe('question')
  expect(faults({ source: 'constant', column: '' })).toBe('constant')
  expect(faults({ source: 'constant', constant: 'Mars' }, ['Earth'])).toBe('option')
  expect(faults({ fallback: 'Mars' }, ['Earth'])).toBe('option')
  expect(faults({ pairs: [{ from: 'x', to: 'Mars' }] }, ['Earth'])).toBe('option')
  expect(faults({ pairs: [{ from: 'x', to: '' }] }, ['Earth'])).toBeUndefined()
  expect(faults({ pairs: [{ from: 'a=b', to: 'c' }] })).toBe('equals sign')
  expect(faults({ pairs: [{ from: 'a', to: 'c'.repeat(10_000) }] })).toBe('too long')
})

test('columns that can be sent are offered by their labels, and none that shows the name of another', () => {
  const column = (LogicalName: string, AttributeType: string, more = {}) => ({
    ...{ LogicalName, AttributeType, AttributeOf: null, IsValidForRead: true },
    ...{ DisplayName: { UserLocalizedLabel: { Label: `Label of ${LogicalName}` } }, ...more },
  })
  const shown = toColumns([
    column('telephone1', 'String'),
    column('department', 'String', { DisplayName: { UserLocalizedLabel: null } }),
    column('parentcustomeridname', 'String', { AttributeOf: 'parentcustomerid' }),
    column('hidden', 'String', { IsValidForRead: false }),
    column('entityimage', 'Virtual'),
    column('contactid', 'Uniqueidentifier'),
  ])
  expect(shown).toEqual([
    { name: 'department', label: 'department', type: 'String' },
    { name: 'telephone1', label: 'Label of telephone1', type: 'String' },
  ])
  expect(shownLabel(undefined)).toBe('')
})

test('one registration without a value is spoken of as one, in both languages', () => {
  const said = (count: number) => [en, de].map(({ fields }) => fields.trouble({ kind: 'missing', count }))
  expect(said(1)).toEqual(['1 registration has no value.', '1 Registrierung hat keinen Wert.'])
  expect(said(1200)).toEqual(['1,200 registrations have no value.', '1.200 Registrierungen haben keinen Wert.'])
})

test('a row in another version or none is changed; an option that is not there is missing', () => {
  expect([412, 404].map((status) => problemKind(status, 'It does not match.'))).toEqual(['changed', 'changed'])
  const said = "The value 524130011 of 'wbc_kind' on record of type 'wbc_request' is outside the valid range."
  expect(problemKind(400, `A validation error occurred. ${said} Accepted Values: 524130000`)).toBe('missing')
})

test('an address may name a row behind its view', () => {
  expect([viewOf('#/fields/some-id'), idIn('#/fields/some-id'), idIn('#/fields')]).toEqual([
    ...['fields', 'some-id'],
    undefined,
  ])
})

test('the page and the connector have the same standard sources', () => {
  const usual: Readonly<Record<string, { source: string; column: string }>> = usualColumns
  const ofConnector = registrantFields.flatMap(({ name, fact = '' }) =>
    usual[fact] ? [{ field: name, ...usual[fact] }] : [],
  )
  const byField = (a: { field: string }, b: { field: string }) => a.field.localeCompare(b.field)
  expect(ofConnector).not.toEqual([])
  expect([...defaultMapping].sort(byField)).toEqual(ofConnector.sort(byField))
})

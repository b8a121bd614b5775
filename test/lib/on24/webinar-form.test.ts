import { expect, test } from 'vitest'
import { toHtml, toPlainText } from '../../../lib/on24/description.ts'
import { toCreationForm, toWebinarForm } from '../../../lib/on24/webinar-form.ts'
import { aWebinarPlan } from '../../harness/builders.ts'

const plain = { place: undefined, isTest: false }

test('plain text becomes HTML for ON24, and HTML stays as it is', () => {
  expect(toHtml('Q&A <5 minutes>\nCome!')).toBe('Q&amp;A &lt;5 minutes&gt;<br>Come!')
  expect(toHtml('<p>Q&amp;A</p>')).toBe('<p>Q&amp;A</p>')
  expect(toHtml('')).toBe('')
})

test('HTML becomes plain text for the abstract, and plain text stays as it is', () => {
  expect(toPlainText('<p>Q&amp;A,\n  <b>live</b></p><ul><li>one</li></ul>')).toBe('Q&A, live\none')
  expect(toPlainText('Q&A\n<5 minutes>')).toBe('Q&A\n<5 minutes>')
})

test('a webinar made from nothing says no more than is so', () => {
  expect(toCreationForm(aWebinarPlan({ description: '' }), plain)).toEqual({})
  const place = { venue: 'Town hall', address: 'Market 1, Ulm' }
  expect(toCreationForm(aWebinarPlan({ description: 'Come' }), { place, isTest: true })).toEqual({
    ...{ eventAbstract: 'Come', hybrid: 'Y', venue: 'Town hall', address: 'Market 1, Ulm', testevent: 'Y' },
  })
})

test('a copy says what it is not, for its template may be', () => {
  expect(toCreationForm(aWebinarPlan({ template: '5' }), plain)).toEqual({ hybrid: 'N', testevent: 'N' })
  const nowhere = { venue: '', address: '' }
  expect(toCreationForm(aWebinarPlan({ template: '5' }), { place: nowhere, isTest: false })).toMatchObject({
    hybrid: 'Y',
  })
})

test('a copy keeps the words of its template where the event has none', () => {
  expect(toWebinarForm(aWebinarPlan({ template: '5', description: '' }))).not.toHaveProperty('promotionalSummary')
  expect(toWebinarForm(aWebinarPlan({ template: '5', description: 'Come' }))).toMatchObject({
    promotionalSummary: 'Come',
  })
  expect(toWebinarForm(aWebinarPlan({ description: '' }))).toMatchObject({ promotionalSummary: '' })
})

import { expect, test } from 'vitest'
import { missingFields } from '../../../lib/on24/missing-fields.ts'

const field = (fieldid: string, required: string, fieldcaption = '') => ({ fieldid, required, fieldcaption, options: [] })

test('required fields without a value are named by their captions', () => {
  const registrationfields = [
    field('email', 'Y', 'Email'),
    field('company', 'Y', 'Company'),
    field('city', 'N', 'City'),
  ]
  expect(missingFields({ registrationfields }, { email: 'ada@example.test' })).toEqual(['Company'])
})

test('a field is known under the name that a registration has for it', () => {
  const registrationfields = [field('job_title', 'Y', 'Job title'), field('address_street1', 'Y', 'Street')]
  expect(missingFields({ registrationfields }, { jobtitle: 'CTO', addressstreet1: '1 Dorset St' })).toEqual([])
})

test('an empty value is missing, and a field without a caption is named by its id', () => {
  const registrationfields = [field('job_title', 'Y')]
  expect(missingFields({ registrationfields }, { jobtitle: '' })).toEqual(['job_title'])
})

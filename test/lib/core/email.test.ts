import { expect, test } from 'vitest'
import { isSameEmail } from '../../../lib/core/email.ts'

test('addresses are compared without case and white space', () => {
  expect(isSameEmail(' ADA@example.test', 'ada@Example.test')).toBe(true)
  expect(isSameEmail('ada@example.test', 'ida@example.test')).toBe(false)
})

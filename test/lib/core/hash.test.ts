import { expect, test } from 'vitest'
import { hashOf } from '../../../lib/core/hash.ts'

const value = {
  name: 'Kickoff',
  at: new Date('2026-05-12T14:00:00.000Z'),
  tags: ['a', 'b'],
  nested: { one: 1, two: null },
}

test('a hash does not depend on the order of members', () => {
  const { name, at, tags } = value
  expect(hashOf({ nested: { two: null, one: 1 }, tags, at, name })).toBe(hashOf(value))
})

test('every member counts, also one inside another', () => {
  const others = [
    { ...value, name: 'Kickoff 2' },
    { ...value, at: new Date('2026-05-12T14:00:01Z') },
    { ...value, tags: ['b', 'a'] },
    { ...value, tags: ['a,b'] },
    { ...value, nested: { one: 1, two: 2 } },
    { ...value, nested: { one: '1', two: null } },
    { ...value, further: '' },
  ]
  expect(new Set([value, ...others].map(hashOf)).size).toBe(others.length + 1)
})

test('a member that is undefined counts as missing, null does not', () => {
  expect(hashOf({ ...value, further: undefined })).toBe(hashOf(value))
  expect(hashOf({ ...value, further: null })).not.toBe(hashOf(value))
})

test('a date counts to the second and is no number', () => {
  const at = new Date('2026-05-12T14:00:00.999Z')
  expect(hashOf({ ...value, at })).toBe(hashOf(value))
  expect(hashOf({ ...value, at: at.getTime() / 1000 })).not.toBe(hashOf(value))
})

test('a hash shows nothing of its value and is safe in keys', () => {
  expect(hashOf({ email: 'ada@example.com' })).toMatch(/^[\w-]{43}$/)
})

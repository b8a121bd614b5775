import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  isSigned,
  joinAddress,
  joinToken,
  lacksLink,
  readJoinToken,
  rightLink,
  type Sign,
  signedLink,
} from '../../../../lib/rules/registrations/join-link.ts'

const id = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001'
const at = 'https://webinars.example'
const signWith = (key: string): Sign => {
  return (salt) => createHmac('sha256', key).update(salt).digest().subarray(0, 14)
}
const sign = signWith('key')
const registered = { id, standing: 'registered', joinLink: '' } as const

test('a token names its registration, and is short enough for a mail', () => {
  const token = joinToken(id, sign('salt'))
  expect(token).toMatch(/^[\w-]{40}$/)
  expect(readJoinToken(token)).toEqual({ registrationId: id, signature: sign('salt') })
  const host = 'https://func-webinars-k3bq7x2a.azurewebsites.net'
  expect(`${host}/api/join/${token}`.length).toBeLessThan(100)
})

test.each(['', 'a', `${'a'.repeat(39)}`, `${'a'.repeat(41)}`, `${'a'.repeat(39)}%`, `${'a'.repeat(39)}=`])(
  'no registration is read out of “%s”',
  (token) => {
    expect(readJoinToken(token)).toBeUndefined()
  },
)

test('a signature with any byte changed is not that of the link', () => {
  const link = signedLink(sign, 'salt')
  expect(isSigned(link, sign('salt'))).toBe(true)
  for (let at = 0; at < 14; at++) {
    const changed = Uint8Array.from(sign('salt'))
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(isSigned(link, changed)).toBe(false)
  }
  expect(isSigned(link, sign('salt').subarray(1))).toBe(false)
  expect(isSigned({ proof: '' }, sign('salt'))).toBe(false)
})

test('what is kept of a link does not hold its signature', () => {
  const link = signedLink(sign, 'salt')
  expect(JSON.stringify(link)).not.toContain(Buffer.from(sign('salt')).toString('base64url'))
})

test('somebody who takes part gets a link, and keeps it', () => {
  const link = rightLink(registered, undefined, sign, 'first')
  expect(link).toEqual(signedLink(sign, 'first'))
  if (!link) throw new Error('There is no link.')
  const joinLink = joinAddress(registered, link, sign, at)
  expect(joinLink).toBe(`${at}/api/join/${joinToken(id, sign('first'))}`)
  expect(rightLink({ ...registered, joinLink: joinLink ?? '' }, link, sign, 'second')).toEqual(link)
  expect(rightLink(registered, link, sign, 'second'), 'A row that lost its link gets the same one.').toEqual(link)
})

test('a link outlives the key it was signed with, as long as the row shows it', () => {
  const link = signedLink(sign, 'first')
  const joinLink = joinAddress(registered, link, sign, at) ?? ''
  const other = signWith('another account')
  expect(rightLink({ ...registered, joinLink }, link, other, 'second')).toEqual(link)
  expect(joinAddress({ ...registered, joinLink }, link, other, at)).toBe(joinLink)
  expect(rightLink(registered, link, other, 'second')).toEqual(signedLink(other, 'second'))
  expect(joinAddress(registered, link, other, at)).toBeUndefined()
})

test('a link moves with the app to another address', () => {
  const link = signedLink(sign, 'first')
  const joinLink = joinAddress(registered, link, sign, 'https://before.example')
  expect(joinAddress({ ...registered, joinLink: joinLink ?? '' }, link, sign, at)).toMatch(
    /^https:\/\/webinars\.example/,
  )
})

test('a link closes with its registration, and opens with it again', () => {
  const link = signedLink(sign, 'first')
  const closed = rightLink({ ...registered, standing: 'cancelled' }, link, sign, 'second')
  expect(closed).toEqual({ ...link, isOpen: false })
  expect(rightLink(registered, closed, sign, 'second')).toEqual(link)
  expect(rightLink({ ...registered, standing: 'waitlisted' }, undefined, sign, 'first')).toBeUndefined()
})

test('no link is made where no row can show it', () => {
  const { joinLink: _, ...without } = registered
  expect(rightLink(without, undefined, sign, 'first')).toBeUndefined()
  const link = signedLink(sign, 'first')
  expect(rightLink({ ...without, standing: 'cancelled' }, link, sign, 'second')).toEqual({ ...link, isOpen: false })
})

test('a row lacks a link where it shows none, or one of another address', () => {
  expect(lacksLink(registered, at)).toBe(true)
  expect(lacksLink({ ...registered, joinLink: 'https://before.example/api/join/a' }, at)).toBe(true)
  expect(lacksLink({ ...registered, joinLink: `${at}/api/join/a` }, at)).toBe(false)
  expect(lacksLink({ ...registered, standing: 'cancelled' }, at)).toBe(false)
  expect(lacksLink(registered, undefined)).toBe(false)
  expect(lacksLink({ standing: 'registered' }, at)).toBe(false)
})

import { expect, test } from 'vitest'
import { hiddenValues } from './hidden-values.ts'

const name = 'Zébédée'
const address = 'zebedee@quuxworth.example'
const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each([
  ['as it is', address],
  ['in capitals', address.toUpperCase()],
  ['with a composed accent', name.normalize('NFC')],
  ['with a combining accent', name.normalize('NFD')],
  ['in full-width letters', 'ｚｅｂｅｄｅｅ'],
  ['percent-encoded', encodeURIComponent(`${name}@x`)],
  ['percent-encoded twice', encodeURIComponent(encodeURIComponent(name))],
  ['as JSON escapes', 'Z\\u00e9b\\u00E9d\\u00e9e'],
  ['as JSON in JSON', 'Z\\\\u00e9b\\\\u00e9d\\\\u00e9e'],
  ['as numbered HTML entities', 'Z&#233;b&#xE9;d&#233;e'],
  ['as named HTML entities', 'Z&eacute;b&eacute;d&eacute;e'],
  ['quoted-printable', 'Z=C3=A9b=C3=A9d=C3=A9e'],
  ['quoted-printable, over two lines', 'Zebe=\r\ndee'],
  ['as hex', Buffer.from(`to:${address}`).toString('hex')],
  ['as base64', base64(address)],
  ['as base64url', Buffer.from(`${name}??`).toString('base64url')],
  ['as base64 with a word before it', `data${base64(`a${name}`)}`],
  ['as base64 in a URL', encodeURIComponent(`{"t":"${base64(name)}"}`)],
  ['over two lines', 'Zebe\n  dee'],
  ['in two pieces', '["zebe","dee"]'],
])('a value is found %s', (_, text) => {
  expect(hiddenValues(`2026 INFO done {"is":"${text}"} 17 ms`, ['zebedee'])).toEqual(['zebedee'])
})

test('the two halves of an address are found apart', () => {
  expect(hiddenValues('user zebedee at host quuxworth.example', ['zebedee', 'quuxworth', 'absent'])).toEqual([
    'zebedee',
    'quuxworth',
  ])
})

test('a text without a value holds none', () => {
  const text = `{"id":"${crypto.randomUUID()}","sealed":"${Buffer.from(crypto.getRandomValues(new Uint8Array(3000))).toString('base64')}"}`
  expect(hiddenValues(text, ['zebedee', 'quuxworth'])).toEqual([])
})

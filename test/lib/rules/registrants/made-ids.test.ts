import { expect, test } from 'vitest'
import {
  madeConsentId,
  madeContactId,
  madeRegistrationId,
  readPurpose,
} from '../../../../lib/rules/registrants/made-ids.ts'

const event = { kind: 'event', id: 'E', webinarId: '1' } as const

test('ids of made rows never change', () => {
  expect(madeRegistrationId(event, 'hash')).toBe(madeRegistrationId({ ...event, id: 'e' }, 'hash'))
  expect([madeRegistrationId(event, 'hash'), madeContactId('hash'), madeConsentId('P', 'hash')]).toMatchInlineSnapshot(`
    [
      "04d011ca-1107-597b-98bb-faec7ad8ba29",
      "2f89ccc3-eadf-5bca-868e-0a086317b84c",
      "f48116c9-3cba-517c-a323-7d20918d96a0",
    ]
  `)
})

test('another webinar, row, kind or address has another id', () => {
  const others = [{ webinarId: '2' }, { id: 'f' }, { kind: 'session' as const }]
  const ids = others.map((other) => madeRegistrationId({ ...event, ...other }, 'hash'))
  expect(new Set([...ids, madeRegistrationId(event, 'hash'), madeRegistrationId(event, 'other')]).size).toBe(5)
})

test.each([
  ['{4A4F6C1E-0C3C-4B57-9D3E-51A2F1A70001}', '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001'],
  ['Commercial', undefined],
  [undefined, undefined],
])('the purpose %j is read as %j', (entered, expected) => {
  expect(readPurpose(entered)).toBe(expected)
})

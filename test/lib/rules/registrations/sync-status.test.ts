import { expect, test } from 'vitest'
import type { UserMessage } from '../../../../lib/messages/message.ts'
import { sentence, textHash } from '../../../../lib/messages/sentence.ts'
import type { SyncStatus } from '../../../../lib/model/status.ts'
import {
  cancelledAt,
  isRetrying,
  isUnchanged,
  parentFailed,
  providerError,
  refused,
  registeredAt,
} from '../../../../lib/rules/registrations/sync-status.ts'

const outage = { code: 'out_of_service', system: 'ON24' } as const
const cut = { code: 'unreachable', system: 'ON24' } as const
const says = (message: UserMessage) => sentence(message, 'en')

/** A row on which a status was written in English, and the record of it. */
function written({ message, ...status }: SyncStatus) {
  const text = says(message)
  return { shown: { ...status, text }, record: { code: message.code, hash: textHash(text) } }
}
const isNews = (before: SyncStatus, next: SyncStatus) => {
  const { shown, record } = written(before)
  return !isUnchanged(shown, record, next, says(next.message))
}

test('agreement is synced and published, and a registration brings the provider’s id', () => {
  const agreed = { synced: true, state: 'published' }
  const provider = 'ON24'
  expect(registeredAt('ON24', '700')).toEqual({
    ...agreed,
    message: { code: 'registered', provider },
    providerId: '700',
  })
  expect(cancelledAt('ON24')).toEqual({ ...agreed, message: { code: 'cancelled', provider }, providerId: undefined })
})

test('what failed is not synced, and says who has to do something about it', () => {
  expect(refused({ code: 'contact_without_email' })).toMatchObject({ synced: false, state: 'failed' })
  expect(says(refused({ code: 'contact_without_email' }).message)).toBe(
    'The contact has no e-mail address. Enter one on the contact.',
  )
  expect(parentFailed({ code: 'no_webinar_yet', kind: 'event' })).toMatchObject({
    synced: false,
    state: 'parent failed',
  })
  expect(providerError(cut, false)).toMatchObject({ synced: false, state: 'provider error' })
  expect(says(providerError(cut, false).message)).toBe(
    'Not sent yet. It will be sent by itself; there is nothing to do.',
  )
  expect(says(providerError(cut, true).message)).toMatch(/^Not sent in spite of many tries\. Your administrator: /)
})

test('what only an administrator can mend is not explained to a planner', () => {
  for (const code of ['vault_key_malformed', 'no_dataverse_token', 'storage_unreachable'] as const) {
    expect(providerError({ code }, false).message).toEqual({ code: 'waiting' })
  }
  const noLevel = { code: 'access_level_missing', provider: 'ON24' } as const
  expect(providerError(noLevel, false).message).toEqual({ code: 'no_access' })
  expect(refused({ code: 'dataverse_refused', said: 'Column too long.' }).message).toEqual({ code: 'not_processed' })
})

test('what stands there is not written again', () => {
  const failed = [refused({ code: 'email_malformed' }), parentFailed({ code: 'no_credentials' })]
  for (const status of [registeredAt('ON24', '1'), cancelledAt('ON24'), ...failed]) {
    expect(isNews(status, status)).toBe(false)
  }
})

test('a difference in any column is written', () => {
  const current = registeredAt('ON24', '1')
  const others = [registeredAt('ON24', '2'), registeredAt('ON25', '1'), cancelledAt('ON24')]
  for (const other of [...others, refused({ code: 'email_malformed' })]) expect(isNews(current, other)).toBe(true)
  expect(isNews({ ...current, synced: false }, current)).toBe(true)
  expect(isNews({ ...current, providerId: undefined }, current)).toBe(true)
})

test('an outcome that knows no id leaves the one that stands there', () => {
  expect(isNews({ ...cancelledAt('ON24'), providerId: '7' }, cancelledAt('ON24'))).toBe(false)
})

test('a row that lost what was written, or whose record is behind, is written again', () => {
  const status = registeredAt('ON24', '1')
  const { shown, record } = written(status)
  const text = says(status.message)
  expect(isUnchanged({ ...shown, text: 'Ada comes with a guest' }, record, status, text)).toBe(false)
  expect(isUnchanged(shown, written(cancelledAt('ON24')).record, status, text)).toBe(false)
})

test('a row of the first release is written only where its words are others', () => {
  const status = registeredAt('ON24', '1')
  const { shown } = written(status)
  expect(isUnchanged(shown, undefined, status, says(status.message))).toBe(true)
  expect(isUnchanged(shown, undefined, status, sentence(status.message, 'de'))).toBe(false)
})

test('during an outage the first reason stays, until the connector gives up', () => {
  const [first, second] = [providerError(outage, false), providerError({ code: 'credentials_unreadable' }, false)]
  const [last, again] = [providerError(cut, true), providerError(outage, true)]
  expect(isNews(first, second)).toBe(false)
  expect(isNews(first, last)).toBe(true)
  expect(isNews(last, again)).toBe(false)
  expect(isNews(last, first)).toBe(false)
  expect(isNews(last, registeredAt('ON24', '1'))).toBe(true)
})

test.each([
  ['a planner’s edit', 'Ada comes with a guest'],
  ['a translation', sentence({ code: 'waiting' }, 'de')],
  ['another release’s words', 'ON24 is out of order. The connector tries again.'],
])('%s does not change whether a message is under way, nor what an outage makes of the row', (_what, text) => {
  const [trying, gaveUp] = [providerError(outage, false), providerError(outage, true)]
  const shown = { ...written(trying).shown, text }
  expect(isRetrying(shown, written(trying).record.code)).toBe(true)
  expect(isRetrying(shown, written(gaveUp).record.code)).toBe(false)
  expect(isUnchanged(shown, written(trying).record, trying, says(trying.message))).toBe(true)
  expect(isUnchanged(shown, written(gaveUp).record, trying, says(trying.message))).toBe(true)
})

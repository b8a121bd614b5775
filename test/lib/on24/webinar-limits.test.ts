import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toOn24Language, toWebinarForm } from '../../../lib/on24/webinar-form.ts'
import { durations, limitViolations, matchTimeZone, unsupportedChoices } from '../../../lib/on24/webinar-limits.ts'
import { aWebinarPlan } from '../../harness/builders.ts'

const plan = aWebinarPlan({ description: 'Come', language: 'zh-Hant' })

test('ON24 holds quarters of an hour up to two hours, then half hours up to eight, whichever is next', () => {
  const allowed = [15, 30, 45, 60, 75, 90, 105, 120]
  for (let minutes = 150; minutes <= 480; minutes += 30) allowed.push(minutes)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 480 }), (minutes) => {
      expect(durations.held(minutes)).toBe(allowed.find((step) => step >= minutes))
    }),
    { numRuns: 600 },
  )
})

test('a webinar may take eight hours and no longer', () => {
  expect(limitViolations({ title: 'Demo', minutes: 480 })).toEqual([])
  expect(limitViolations({ title: 'Demo', minutes: 510 })).toEqual([
    { code: 'webinar_too_long', provider: 'ON24', most: 480, minutes: 510 },
  ])
})

test('a title may have 250 characters and no more', () => {
  expect(limitViolations({ ...plan, title: 'x'.repeat(250) })).toEqual([])
  expect(limitViolations({ ...plan, title: 'x'.repeat(251) })).toEqual([
    { code: 'title_too_long', provider: 'ON24', most: 250, length: 251 },
  ])
})

test('the form has ON24’s words, without a type or language that nobody chose', () => {
  expect(toWebinarForm(plan)).toEqual({
    ...{ title: 'Demo', liveStart: '2026-07-01T16:00:00+00:00', liveDuration: '60', eventType: 'fav' },
    ...{ timeZone: 'Europe/Berlin', promotionalSummary: 'Come', languageCd: 'zh', countryCd: 'TW' },
  })
  const form = toWebinarForm({ ...plan, type: undefined, language: undefined })
  expect(Object.keys(form)).not.toEqual(expect.arrayContaining(['eventType', 'languageCd', 'countryCd']))
  expect(toOn24Language('zh-Hans')).toEqual({ languageCd: 'zh', countryCd: 'CN' })
  expect(toOn24Language('de')).toEqual({ languageCd: 'de' })
})

test('an unsupported choice is named, but a hidden or empty list excludes nothing', () => {
  const hidden = { types: undefined, languages: undefined, zones: undefined }
  expect(unsupportedChoices(plan, hidden)).toEqual([])
  expect(unsupportedChoices(plan, { types: [], languages: [], zones: [] })).toEqual([])
  const simplified = { languagecd: 'zh', countrycd: 'CN' }
  expect(unsupportedChoices(plan, { types: ['forum'], languages: [simplified], zones: ['Etc/UTC'] })).toEqual([
    { code: 'type_not_offered', provider: 'ON24' },
    { code: 'language_not_offered', provider: 'ON24', language: 'zh-Hant' },
    { code: 'zone_not_offered', provider: 'ON24', zone: 'Europe/Berlin' },
  ])
  const traditional = { languagecd: 'zh', countrycd: 'TW' }
  expect(unsupportedChoices(plan, { types: ['fav'], languages: [traditional], zones: ['Europe/Berlin'] })).toEqual([])
})

test('a zone that ON24 lists by another name is sent by that name', () => {
  const zones = ['Nowhere/At_All', 'Asia/Kolkata', 'Europe/Kyiv', 'Etc/UTC']
  expect(
    unsupportedChoices({ ...plan, zone: 'Asia/Calcutta' }, { types: undefined, languages: undefined, zones }),
  ).toEqual([])
  expect(['Asia/Calcutta', 'Europe/Kiev', 'Etc/UTC'].map((zone) => matchTimeZone(zone, zones))).toEqual([
    ...['Asia/Kolkata', 'Europe/Kyiv', 'Etc/UTC'],
  ])
  expect(matchTimeZone('Europe/Berlin', zones)).toBeUndefined()
})

import { expect, test } from 'vitest'
import { draftOf, madeEventId } from '../../../../lib/rules/webinars/event-draft.ts'

const place = { configuration: 'A1', webinarId: '7' }
const facts = {
  ...{ title: 'Spring demo', description: 'What is new', isFormatted: false },
  ...{ zone: 'Europe/Vienna', language: 'de', type: 'live pc mic' },
}
const held = { start: new Date('2026-05-12T14:00:00Z'), minutes: 90 }
const choices = {
  zone: { name: 'Europe/Berlin', code: 110 },
  utc: 92,
  types: [{ id: 'row', name: 'Live PC Mic', value: 'fav' }],
  offersLanguage: (language: string) => language === 'de',
}
const codes = (notes: readonly { code: string }[]) => notes.map(({ code }) => code)

test('an event made of a webinar has what a planner would have entered', () => {
  expect(draftOf(place, facts, held, choices, 'ON24')).toEqual({
    draft: {
      ...{ ...place, id: madeEventId(place), title: 'Spring demo', description: 'What is new' },
      ...{ start: '2026-05-12T16:00:00', end: '2026-05-12T17:30:00', timeZoneCode: 110, language: 'de', type: 'row' },
    },
    notes: [],
  })
})

test('what an event cannot take over is noted for its planner', () => {
  const odd = { ...facts, title: 'x'.repeat(101), isFormatted: true, language: 'fi', type: 'Town hall' }
  const { draft, notes } = draftOf(place, odd, held, { ...choices, zone: undefined }, 'ON24')
  expect(draft).toMatchObject({ title: 'x'.repeat(100), start: '2026-05-12T14:00:00', timeZoneCode: 92 })
  expect(draft).toMatchObject({ language: undefined, type: undefined })
  expect(codes(notes)).toEqual([
    'event_zone_unknown',
    'event_name_cut',
    'event_text_plain',
    'event_type_unknown',
    'event_language_unknown',
  ])
})

test('an event without a title at its provider is called by the webinar id', () => {
  const { draft, notes } = draftOf(place, { ...facts, title: '', type: '' }, held, choices, 'ON24')
  expect(draft.title).toBe('7')
  expect(notes).toEqual([])
})

test('a webinar has one event, however its account is written', () => {
  expect(madeEventId({ ...place, configuration: 'a1' })).toBe(madeEventId(place))
  expect(madeEventId({ ...place, webinarId: '8' })).not.toBe(madeEventId(place))
})

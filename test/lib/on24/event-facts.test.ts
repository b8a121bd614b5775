import * as v from 'valibot'
import { expect, test } from 'vitest'
import { toFacts, toListedFacts } from '../../../lib/on24/event-facts.ts'
import { On24Webinar } from '../../../lib/on24/schemas.ts'

const listed = {
  eventid: 7,
  description: ' Spring demo ',
  goodafter: '2026-05-12T06:00:00-07:00',
  liveend: '2026-05-12T07:00:00-07:00',
}

test('a webinar of the list shows its title, times, registrants and page', () => {
  const more = {
    eventtype: 'Live PC Mic',
    audienceurl: 'https://event.on24.com/7',
    campaigncode: 'spring',
    tags: ['a'],
  }
  expect(toListedFacts({ ...listed, ...more, eventanalytics: { totalregistrants: '41' } })).toEqual({
    ...{ title: 'Spring demo', start: new Date('2026-05-12T13:00:00Z'), end: new Date('2026-05-12T14:00:00Z') },
    ...{ registrants: 41, link: more.audienceurl, format: 'Live PC Mic', externalId: 'spring', tags: ['a'] },
  })
  expect(toListedFacts({ ...listed, tags: [7], contenttype: 'webcast' })).toMatchObject({ format: 'webcast', tags: [] })
})

test.each([
  ['a page', { contenttype: 'WebPage' }],
  ['a recording', { contenttype: 'video' }],
  ['a test', { istestevent: 'Y' }],
  ['what has no end', { liveend: undefined }],
])('%s in the list is no webinar that an event could run as', (_, facts) => {
  expect(toListedFacts({ ...listed, ...facts })).toBeUndefined()
})

test.each([
  ['en', 'UK', 'en'],
  ['zh', 'TW', 'zh-Hant'],
  ['zh', 'CN', 'zh-Hans'],
  ['DE', undefined, 'de'],
  [undefined, undefined, undefined],
])('the language %s of %s is %s', (localelanguagecd, localecountrycd, language) => {
  const raw = v.parse(On24Webinar, { eventid: 7, localelanguagecd, localecountrycd, promotionalsummary: '<p>New</p>' })
  expect(toFacts(raw)).toMatchObject({ language, title: '', description: 'New', isFormatted: true, type: '' })
})

import { expect, test } from 'vitest'
import { eventPath, readWebinarId } from '../../../lib/on24/webinar-id.ts'

test.each([
  '5000001',
  ' 5000001 ',
  '\u00a05000001\u200b',
  'https://event.on24.com/wcc/r/5000001/0A1B2C',
  'https://event.on24.com/wcc/r/5000001/0A1B2C?partnerref=shop',
  'event.on24.com/wcc/r/5000001/0A1B2C',
  'https://event.on24.com/wcc/r/5000001',
])('the id is read out of %j', (typed) => {
  expect(readWebinarId(typed)).toBe('5000001')
})

test.each([
  '',
  'Spring demo',
  '5000001/5000002',
  '5000001#agenda',
  '5000001?partnerref=x',
  '5000001\\1',
  '../../client/x',
  'https://event.on24.com/wcc/r/',
  'https://event.on24.com/wcc/r/x5000001/0A',
  '１２３',
])('there is no id in %j, and ON24 is not asked for it', (typed) => {
  expect(readWebinarId(typed)).toBeUndefined()
  expect(() => eventPath(typed)).toThrow('provider_knows_not')
})

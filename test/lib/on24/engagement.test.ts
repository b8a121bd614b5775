import { serve } from '@webinar-connector/emulator-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WebinarAccount } from '../../../lib/model/provider.ts'
import { createOn24 } from '../../../lib/on24/provider.ts'
import { noLimits } from '../../harness/no-limits.ts'

const token = { clientId: '10001', accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' }
let answer: object
let server: Awaited<ReturnType<typeof serve>>
let account: WebinarAccount

beforeEach(async () => {
  server = await serve(() => Response.json(answer))
  account = createOn24({ na: server.url, eu: '' }, noLimits).connect({ provider: 'on24', region: 'na', ...token })
})
afterEach(() => server.stop())

async function attendee(facts: object) {
  answer = { eventid: 1, totalattendees: 1, attendees: [{ eventuserid: 7, ...facts }] }
  return (await Array.fromAsync(account.detailed?.attendances('1') ?? []))[0]
}

async function registrant(facts: object) {
  answer = { eventid: 1, totalregistrants: 1, registrants: [{ eventuserid: 7, ...facts }] }
  return (await Array.fromAsync(account.detailed?.registrants('1') ?? []))[0]
}

test('what ON24 knows of an attendee is read in the words of the model', async () => {
  const facts = {
    ...{ engagementscore: 6.4, liveminutes: 52, archiveminutes: 3, askedquestions: 1, answeredpolls: 2 },
    ...{ firstliveactivity: '2026-05-12T05:58:10-07:00', answeredsurveys: 1, resourcesdownloaded: 4 },
    ...{ calltoactions: [{ ctaid: '1' }, { ctaid: '2' }], certifications: [{ certificationid: 1 }] },
    ...{ calendly: [{ meetingsbooked: 2 }, { meetingsbooked: '1' }], reactions: [{ type: 'heart' }] },
    ...{ certificationwidgetresult: 'C', certificationtimestamp: '2026-05-12T07:00:00-07:00' },
    ...{ partnerref: 'shop', attendancepartnerref: 'mail', userprofileurl: 'https://data.on24.com/lead?token=x' },
  }
  expect((await attendee(facts))?.engagement).toMatchObject({
    ...{ score: 6.4, liveMinutes: 52, onDemandMinutes: 3, questions: 1, polls: 2, surveys: 1, resources: 4 },
    ...{ firstLiveOn: '2026-05-12T12:58:10Z', callsToAction: 2, certifications: 1, meetings: 3, reactions: 1 },
    ...{ certificateResult: 'C', certificateOn: '2026-05-12T14:00:00Z' },
    ...{ partnerCode: 'shop', attendancePartnerCode: 'mail', profileLink: 'https://data.on24.com/lead?token=x' },
  })
})

test('a registrant has a name, and codes of where they came from', async () => {
  const facts = { firstname: 'Ada', lastname: 7, company: {}, utmsource: 'mail', utmterm: ['x'], partnerref: ' shop ' }
  expect(await registrant(facts)).toMatchObject({
    person: { firstName: 'Ada', lastName: '7', company: '' },
    engagement: { utmSource: 'mail', partnerCode: 'shop' },
  })
})

test.each<[object, object]>([
  [{ engagementscore: 'n/a', answeredpolls: 2 }, { polls: 2 }],
  [
    { engagementscore: '6.4', answeredpolls: '2.0' },
    { score: 6.4, polls: 2 },
  ],
  [{ engagementscore: -1, userprofileurl: 'javascript:alert(1)' }, { score: 0 }],
  [{ calltoactions: { ctaid: 1 }, reactions: [7, null, { type: 'heart' }], calendly: 'x' }, { reactions: 1 }],
  [{ certificationtimestamp: 12, partnerref: 5, askedquestions: [] }, { partnerCode: '5' }],
])('a fact of another type than documented costs itself: %j', async (facts, expected) => {
  const { engagement, providerId } = (await attendee(facts)) ?? {}
  expect(providerId).toBe('7')
  expect(engagement).toMatchObject(expected)
  expect(Object.values(engagement ?? {}).filter((value) => !['number', 'string'].includes(typeof value))).toEqual([])
  expect(engagement).not.toHaveProperty('profileLink')
  expect(engagement).not.toHaveProperty('certificateOn')
})

test.each([
  [{ userstatus: 'forgotten' }, true],
  [{ email: '7-deleted' }, true],
  [{ email: '8-deleted', userstatus: 'deleted' }, false],
  [{}, false],
])('an attendee %j is forgotten: %s', async (facts, isErased) => {
  expect(await attendee(facts)).toMatchObject({ isErased })
})

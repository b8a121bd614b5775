import { describe, expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import type { Webinar } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

const past = { startsInHours: -3 }
const kinds = { poll: 524130000, survey: 524130001, question: 524130002, resource: 524130003, certification: 524130005 }
const poll = (answers: string[], id: number = 1) => ({
  ...{ pollid: 5, pollquestionid: id, pollquestion: 'Which one?', pollanswers: answers },
  pollsubmittedtimestamp: '2026-05-12T06:10:00-07:00',
})
const question = { questionid: 8, createtimestamp: '2026-05-12T06:20:00-07:00', content: 'Price?' }

const attendees = ({ dataverse }: AttendanceApp, { id }: Webinar) =>
  dataverse.rows('wbc_attendee').filter((row) => row.wbc_eventid === id)
const actions = ({ dataverse }: AttendanceApp, { id }: Webinar) =>
  dataverse.rows('wbc_attendeeaction').filter((row) => row.wbc_eventid === id)
const versions = (app: AttendanceApp, webinar: Webinar) =>
  [...attendees(app, webinar), ...actions(app, webinar)].map(({ versionnumber }) => versionnumber)

/** Counts calls that write attendees or what they did. */
function batchesOf({ dataverse }: AttendanceApp) {
  let count = 0
  dataverse.injectFault(async (request) => {
    if (request.url.endsWith('$batch') && /wbc_attendee(action)?s\(/.test(await request.text())) count += 1
    return undefined
  })
  return () => count
}

/** A webinar that one registered person attended. */
async function attended(app: AttendanceApp, facts: Parameters<AttendanceApp['attendee']>[1]['facts']) {
  const webinar = await app.webinar(past)
  const registration = app.registered(webinar, 'ada@example.test')
  const id = app.attendee(webinar, { email: 'ada@example.test', registration, ...(facts && { facts }) })
  return { webinar, registration, id }
}

describe('an attendee', () => {
  test('is a row with registration, contact, minutes, score, counts and codes, at no further call', async ({ app }) => {
    const { webinar, registration, id } = await attended(app, {
      ...{ engagementscore: 6.4, liveminutes: 52, archiveminutes: 3, askedquestions: 1, answeredpolls: 1 },
      ...{ firstliveactivity: '2026-05-12T05:58:10-07:00', attendancepartnerref: 'mail' },
      polls: [poll(['A'])],
    })
    const registrant = app.on24.na.event(webinar.on24).registrants.byId.get(id)
    Object.assign(registrant ?? {}, {
      partnerref: 'shop',
      utmsource: 'newsletter',
      firstname: 'Ada',
      lastname: 'Byron',
    })
    const owner = app.dataverse.insert('systemuser', { fullname: 'Planner' })
    app.dataverse.update('msevtmgt_event', webinar.id, { ownerid: owner })
    app.on24.na.calls.length = 0
    expect(await app.pull(webinar)).toEqual({ attendees: 1, matched: 1, written: 1, unmatched: 0 })
    expect(attendees(app, webinar)).toMatchObject([
      {
        ...{ wbc_name: 'Ada Byron', wbc_emailaddress: 'ada@example.test', ownerid: owner },
        ...{ wbc_eventregistrationid: registration, wbc_sessionid: null, wbc_sessionregistrationid: null },
        wbc_contactid: app.row(registration)?.msevtmgt_contactid,
        ...{ wbc_matchedby: 524130000, wbc_reason: null, wbc_nolongerlisted: false },
        ...{ wbc_score: 6.4, wbc_liveminutes: 52, wbc_ondemandminutes: 3, wbc_questions: 1, wbc_polls: 1 },
        ...{ wbc_firstliveon: '2026-05-12T12:58:10Z', wbc_lastondemandon: null },
        ...{ wbc_partnercode: 'shop', wbc_attendancepartnercode: 'mail', wbc_utmsource: 'newsletter' },
      },
    ])
    expect(actions(app, webinar)).toMatchObject([{ ownerid: owner }])
    expect(app.on24.na.calls.filter(({ path }) => /(registrant|attendee)$/.test(path))).toHaveLength(2)
  })

  test('without a registration is a row too, with the reason, and is linked once there is one', async ({ app }) => {
    const webinar = await app.webinar(past)
    app.attendee(webinar, { email: 'eve@example.test' })
    await app.pull(webinar)
    expect(attendees(app, webinar)).toMatchObject([
      { wbc_matchedby: null, wbc_reason: 524130002, wbc_eventregistrationid: null, wbc_contactid: null },
    ])
    const registration = app.registered(webinar, 'eve@example.test')
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect(attendees(app, webinar)).toMatchObject([
      { wbc_matchedby: 524130002, wbc_reason: null, wbc_eventregistrationid: registration },
    ])
  })

  test('whose registration is deleted stays, without it, and says so', async ({ app }) => {
    const { webinar, registration } = await attended(app, { liveminutes: 3 })
    await app.pull(webinar)
    for (const { msevtmgt_checkinid: id } of app.checkIns(webinar)) app.dataverse.remove('msevtmgt_checkin', String(id))
    app.dataverse.remove('msevtmgt_eventregistration', registration)
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect(attendees(app, webinar)).toMatchObject([{ wbc_eventregistrationid: null, wbc_reason: 524130000 }])
  })

  test('whose contact was merged is linked to the one that stayed', async ({ app }) => {
    const { webinar, registration } = await attended(app, { liveminutes: 3 })
    await app.pull(webinar)
    const stayed = app.contact({ emailaddress1: 'ada@example.test' })
    app.dataverse.update('msevtmgt_eventregistration', registration, { msevtmgt_contactid: stayed })
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect(attendees(app, webinar)).toMatchObject([{ wbc_contactid: stayed }])
  })

  test('whom ON24 lists twice is one row with the larger numbers and all that was done', async ({ app }) => {
    const { webinar, registration } = await attended(app, { liveminutes: 3, answeredpolls: 1, polls: [poll(['A'])] })
    app.attendee(webinar, {
      ...{ email: 'ada@other.test', registration },
      facts: { liveminutes: 30, questions: [question], polls: [poll(['A'])] },
    })
    expect(await app.pull(webinar)).toMatchObject({ attendees: 1, matched: 1 })
    expect(attendees(app, webinar)).toMatchObject([{ wbc_liveminutes: 30, wbc_polls: 1 }])
    expect(actions(app, webinar).map(({ wbc_kind }) => wbc_kind)).toEqual([kinds.poll, kinds.question])
    const before = versions(app, webinar)
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect(versions(app, webinar)).toEqual(before)
  })

  test('whom ON24 lists no more is kept and marked, until they are listed again', async ({ app }) => {
    const { webinar, id } = await attended(app, { liveminutes: 3, questions: [question] })
    await app.pull(webinar)
    const listed = app.on24.na.event(webinar.on24).attendees
    const ada = listed.get(id)
    listed.delete(id)
    await app.pull(webinar)
    expect(attendees(app, webinar)).toMatchObject([{ wbc_nolongerlisted: true, wbc_liveminutes: 3 }])
    const before = versions(app, webinar)
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect(versions(app, webinar)).toEqual(before)
    if (ada) listed.set(id, ada)
    await app.pull(webinar)
    expect(attendees(app, webinar)).toMatchObject([{ wbc_nolongerlisted: false }])
    expect(actions(app, webinar)).toHaveLength(1)
  })

  test('whom ON24 has forgotten is never made again', async ({ app }) => {
    const { webinar, id } = await attended(app, { liveminutes: 3, questions: [question] })
    await app.pull(webinar)
    const [row] = attendees(app, webinar)
    app.dataverse.remove('wbc_attendee', String(row?.wbc_attendeeid))
    expect(actions(app, webinar)).toEqual([])
    const registrant = app.on24.na.event(webinar.on24).registrants.byId.get(id)
    Object.assign(registrant ?? {}, { email: `${id}-deleted`, userstatus: 'forgotten', exteventusercd: undefined })
    await app.pull(webinar)
    expect([attendees(app, webinar), actions(app, webinar)]).toEqual([[], []])
  })
})

describe('what an attendee did', () => {
  test('is a row an answer, question, resource and survey question', async ({ app }) => {
    const { webinar } = await attended(app, {
      liveminutes: 3,
      polls: [poll(['A', 'B'])],
      questions: [{ ...question, answer: { content: 'Ten.' } }],
      resources: [{ resourceid: 3, resourceviewed: 'Slides', resourceviewedtimestamp: 'soon' }],
      surveys: [
        {
          surveyid: '1_s',
          surveyquestions: [{ surveyquestionid: 4, surveyquestion: 'Well?', surveyanswers: ['Yes'] }],
        },
      ],
    })
    await app.pull(webinar)
    const [attendee] = attendees(app, webinar)
    const found = Object.fromEntries(actions(app, webinar).map((row) => [row.wbc_kind, row]))
    expect(found).toMatchObject({
      [kinds.poll]: { wbc_subject: 'Which one?', wbc_answer: 'A\nB', wbc_actedon: '2026-05-12T13:10:00Z' },
      [kinds.question]: { wbc_subject: 'Price?', wbc_answer: 'Ten.', wbc_name: 'Price?' },
      [kinds.resource]: { wbc_subject: 'Slides', wbc_answer: null, wbc_actedon: null },
      [kinds.survey]: { wbc_subject: 'Well?', wbc_answer: 'Yes', wbc_attendeeid: attendee?.wbc_attendeeid },
    })
  })

  test('in a poll that was edited after its answers is changed, and what is gone is marked', async ({ app }) => {
    const { webinar, id } = await attended(app, { liveminutes: 3, polls: [poll(['A']), poll(['C'], 2)] })
    await app.pull(webinar)
    app.on24.na.attend(webinar.on24, id, { polls: [poll(['B'])] })
    await app.pull(webinar)
    const found = () => actions(app, webinar).map((row) => [row.wbc_answer, row.wbc_nolongerlisted])
    expect(found()).toEqual(
      expect.arrayContaining([
        ['B', false],
        ['C', true],
      ]),
    )
    app.on24.na.attend(webinar.on24, id, { polls: [poll(['B']), poll(['C'], 2)] })
    await app.pull(webinar)
    expect(found()).toEqual(
      expect.arrayContaining([
        ['B', false],
        ['C', false],
      ]),
    )
  })

  test('is not written again where nothing changed, and alone where one thing did', async ({ app }) => {
    const { webinar, id } = await attended(app, { liveminutes: 3, polls: [poll(['A'])], questions: [question] })
    app.attendee(webinar, { email: 'eve@example.test', facts: { questions: [question] } })
    await app.pull(webinar)
    const before = versions(app, webinar)
    expect(before).toHaveLength(5)
    const batches = batchesOf(app)
    await app.pull(webinar)
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect(versions(app, webinar)).toEqual(before)
    expect(batches()).toBe(0)
    app.on24.na.attend(webinar.on24, id, { engagementscore: 5 })
    await app.pull(webinar)
    expect(versions(app, webinar).filter((version) => !before.includes(version))).toHaveLength(1)
  })
})

test.for([
  ['does not open the tables', 403, '0x80040220'],
  ['lost the tables since', 404, '0x80060888'],
] as const)('an environment that %s gets its check-ins', async ([_, status, code], { app }) => {
  const { webinar } = await attended(app, { liveminutes: 3, questions: [question] })
  const refusal = () => Response.json({ error: { code, message: 'No.' } }, { status })
  app.dataverse.injectFault(({ url }) => (/wbc_(attendee|unmatched)|batch$/.test(url) ? refusal() : undefined))
  expect(await app.pull(webinar)).toEqual({ attendees: 1, matched: 1, written: 1, unmatched: 0 })
  expect(attendees(app, webinar)).toEqual([])
})

test('a webinar that nobody attended has no rows', async ({ app }) => {
  const webinar = await app.webinar(past)
  expect(await app.pull(webinar)).toMatchObject({ attendees: 0 })
  expect(attendees(app, webinar)).toEqual([])
})

test('of many attendees the rows are written a hundred in a call', async ({ app }) => {
  const webinar = await app.webinar(past)
  for (let at = 0; at < 250; at += 1) {
    const email = `person${at}@example.test`
    app.attendee(webinar, { email, registration: app.registered(webinar, email), facts: { questions: [question] } })
  }
  const batches = batchesOf(app)
  await app.pull(webinar)
  expect([attendees(app, webinar).length, actions(app, webinar).length]).toEqual([250, 250])
  // Three for the attendees, three for what they did, three to note that all of it is there.
  expect(batches()).toBe(9)
})

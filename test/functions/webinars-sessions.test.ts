import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'
import {
  type Account,
  cancelled,
  languages,
  madeFor,
  onlyMadeFor,
  row,
  save,
  says,
  webinarType,
} from '../harness/webinars.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

/** An event on site, and a session of it that is wanted as a webinar. */
function conference(account: Account, values: Record<string, unknown> = {}) {
  const [start, end] = ['2027-07-01T18:00:00Z', '2027-07-01T19:00:00Z']
  const event = rig.dataverse.insert('msevtmgt_event', {
    ...{ msevtmgt_name: 'Conference', msevtmgt_eventtimezone: 92, msevtmgt_eventformat: 100000001 },
    ...{ msevtmgt_eventstartdate: start, msevtmgt_eventenddate: end, ...values },
  })
  const session = rig.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event, msevtmgt_sessionformat: 100000003 },
    ...{ msevtmgt_starttime: start, msevtmgt_endtime: end, msevtmgt_language: languages.english },
    ...{ msevtmgt_webinarconfigurationid: account.configuration, msevtmgt_webinartype: webinarType(rig, account) },
  })
  return { event, session }
}

test('the session of a template, of a deactivated or of a cancelled event gets no webinar', async () => {
  const account = await rig.account()
  const off = [{ msevtmgt_istemplate: 100000001 }, { statecode: 1 }, { msevtmgt_publishstatus: cancelled }]
  const left = off.map((values) => conference(account, values).session)
  const { session } = conference(account)
  await says(rig, session, 'Ready', 'msevtmgt_session')
  await rig.quiet()
  for (const id of left) {
    expect(madeFor(rig, id)).toEqual([])
    expect(row(rig, id, 'msevtmgt_session').msevtmgt_webinarstatusreason ?? null).toBeNull()
  }
})

test('a cancelled event takes its sessions and who is registered for them along; opened again, all are back', async () => {
  const { event, session } = conference(await rig.account())
  await says(rig, session, 'Ready', 'msevtmgt_session')
  const contact = rig.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' })
  const registration = rig.register({ kind: 'session', id: session }, contact)
  const status = () => rig.row(registration)?.msevtmgt_registrationstatus
  await until(() => expect(status()).toBe('Registered at ON24'))
  save(rig, event, { msevtmgt_publishstatus: cancelled })
  await says(rig, session, 'Cancelled: Cancelled. Everybody is deregistered at ON24', 'msevtmgt_session')
  await until(() => expect(status()).toBe('Cancelled at ON24'))
  save(rig, event, { msevtmgt_publishstatus: 100000001 })
  await says(rig, session, 'Ready', 'msevtmgt_session')
  await until(() => expect(status()).toBe('Registered at ON24'))
  expect(rig.on24.na.registrants(onlyMadeFor(rig, session).eventid)).toMatchObject([{ userstatus: 'active' }])
})

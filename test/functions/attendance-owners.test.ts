import { describe, expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import type { Webinar } from '../harness/test-app.ts'

const email = 'ada@example.test'
const newUser = (app: AttendanceApp, fullname: string) => app.dataverse.insert('systemuser', { fullname })

/** A webinar of an owner, with one attendee whose registration has another. */
async function attended(app: AttendanceApp, ownerid: string, ofEvent = newUser(app, 'Planner')) {
  const webinar = await app.webinar({ startsInHours: -3, values: { ownerid: ofEvent } })
  const registration = app.registered(webinar, email, { ownerid })
  app.attendee(webinar, { email, registration, facts: { liveminutes: 42 } })
  return { webinar, registration }
}

/** Gives a user a role that does not read check-ins. */
function mayNotRead(app: AttendanceApp, systemuserid: string) {
  const { dataverse } = app
  const unit = dataverse.rows('businessunit')[0]?.businessunitid
  const roleid = dataverse.insert('role', { name: 'Guest', businessunitid: unit })
  dataverse.insert('systemuserroles', { systemuserid, roleid })
}

const owners = (app: AttendanceApp, webinar: Webinar) => app.checkIns(webinar).map(({ ownerid }) => ownerid)

describe('a new check-in', () => {
  test('belongs to the user or the team that owns its registration', async ({ app }) => {
    const team = app.dataverse.insert('team', { name: 'Events' })
    for (const owner of [newUser(app, 'Erin'), team]) {
      const { webinar } = await attended(app, owner)
      await app.pull(webinar)
      expect(owners(app, webinar)).toEqual([owner])
    }
  })

  test('of a session belongs to the owner of the session’s registration', async ({ app }) => {
    const account = await app.account()
    const event = await app.webinar({ ...account, startsInHours: -3 })
    const session = await app.session(event.id, account, new Date(Date.now() - 7_200_000))
    const owner = newUser(app, 'Erin')
    const registration = app.register(session, app.contact({ emailaddress1: email }), {
      ...{ ownerid: owner, msevtmgt_registrationid: app.registered(event, email) },
    })
    app.attendee(session, { email, registration })
    await app.pull(session)
    expect(owners(app, session)).toEqual([owner])
  })

  test('belongs to the owner of the event where that of its registration may not read it', async ({ app }) => {
    const [guest, planner] = [newUser(app, 'Guest'), newUser(app, 'Planner')]
    mayNotRead(app, guest)
    const { webinar } = await attended(app, guest, planner)
    expect(await app.pull(webinar)).toMatchObject({ written: 1, unmatched: 0 })
    expect(owners(app, webinar)).toEqual([planner])
    expect(await app.pull(webinar)).toMatchObject({ written: 0 })
  })

  test('keeps the owner that somebody gave it later', async ({ app }) => {
    const { webinar, registration } = await attended(app, newUser(app, 'Erin'))
    await app.pull(webinar)
    const [checkIn] = app.checkIns(webinar)
    const other = newUser(app, 'Grace')
    app.dataverse.update('msevtmgt_checkin', String(checkIn?.msevtmgt_checkinid), { ownerid: other })
    const [registrant] = app.on24.na.registrants(webinar.on24)
    app.on24.na.attend(webinar.on24, registrant?.eventuserid ?? 0, { archiveminutes: 5 })
    expect(await app.pull(webinar)).toMatchObject({ written: 1 })
    expect(app.checkIns(webinar)).toMatchObject([{ ownerid: other, msevtmgt_registrationid: registration }])
  })
})

describe('a check-in that Dynamics made of the same registration', () => {
  const click = '2026-05-12T13:58:00Z'
  const byDynamics = (app: AttendanceApp, webinar: Webinar, registration: string, at: string) =>
    app.dataverse.insert('msevtmgt_checkin', {
      ...{ msevtmgt_checkinid: `0f2a51c4-8a2e-f111-8179-${at}`, msevtmgt_checkintype: 100000001 },
      ...{ msevtmgt_registrationid: registration, msevtmgt_event: webinar.id, msevtmgt_checkintime: click },
    })

  test('is filled in rather than doubled, keeps its owner, and is not written again', async ({ app }) => {
    const { webinar, registration } = await attended(app, newUser(app, 'Erin'))
    const id = byDynamics(app, webinar, registration, '000d3a2b3c01')
    const owner = app.dataverse.row('msevtmgt_checkin', id)?.ownerid
    expect(await app.pull(webinar)).toMatchObject({ written: 1 })
    expect(app.checkIns(webinar)).toMatchObject([
      {
        ...{ msevtmgt_checkinid: id, ownerid: owner, msevtmgt_checkintime: click },
        msevtmgt_viewingdurationinmins: 42,
      },
    ])
    expect(await app.pull(webinar)).toMatchObject({ written: 0 })
  })

  test('is left as it is where the connector’s own stands already', async ({ app }) => {
    const { webinar, registration } = await attended(app, newUser(app, 'Erin'))
    await app.pull(webinar)
    const id = byDynamics(app, webinar, registration, '000d3a2b3c02')
    expect(await app.pull(webinar)).toMatchObject({ written: 0 })
    expect(app.checkIns(webinar)).toHaveLength(2)
    expect(app.dataverse.row('msevtmgt_checkin', id)?.msevtmgt_viewingdurationinmins).toBeNull()
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rig, startRig, tokensOf, until } from '../harness/test-app.ts'
import { cancelled, madeFor, onlyMadeFor, plan, save, says } from '../harness/webinars.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

const only = (id: string) => onlyMadeFor(rig, id)

describe('a cancelled event', () => {
  const registered = async (id: string, email: string) => {
    const registration = rig.register({ kind: 'event', id }, rig.contact({ lastname: 'Byron', emailaddress1: email }))
    await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
    return registration
  }

  test('leaves nobody registered and keeps the webinar; opened again, everybody is back', async () => {
    const account = await rig.account()
    const id = plan(rig, account)
    await says(rig, id, 'Ready')
    const registration = await registered(id, 'ada@example.test')
    save(rig, id, { msevtmgt_publishstatus: cancelled })
    await says(rig, id, 'Cancelled: Cancelled. Everybody is deregistered at ON24')
    await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
    expect(rig.on24.na.registrants(only(id).eventid)).toMatchObject([{ userstatus: 'deleted' }])
    save(rig, id, { msevtmgt_publishstatus: 100000001, msevtmgt_name: 'On again' })
    await says(rig, id, 'Ready')
    expect(only(id).title).toBe('On again')
    await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
    expect(rig.on24.na.registrants(only(id).eventid)).toMatchObject([{ userstatus: 'active' }])
  })

  /** An account whose configuration says that the webinars of cancelled events are deleted. */
  async function deletingAccount() {
    const account = await rig.account()
    const tokens = tokensOf(account.clientId)
    const saved = await rig.call('PUT', `configurations/${account.configuration}`, {
      ...{ provider: 'on24', region: 'na', clientId: account.clientId, ...tokens, acceptTerms: true },
      deleteCancelledWebinars: true,
    })
    expect(await saved.json()).toMatchObject({ deleteCancelledWebinars: true })
    return account
  }

  /** An event that somebody is registered for was called off, and its webinar deleted. */
  async function deletedWithItsEvent() {
    const account = await deletingAccount()
    const id = plan(rig, account)
    await says(rig, id, 'Ready')
    const first = only(id).eventid
    const registration = await registered(id, 'ada@example.test')
    save(rig, id, { msevtmgt_publishstatus: cancelled })
    await says(rig, id, 'Cancelled: Cancelled. The webinar is deleted at ON24.')
    expect(madeFor(rig, id)).toEqual([])
    await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
    return { id, first }
  }

  test('is deleted at ON24 if the configuration says so; opened again, another webinar is made', async () => {
    const { id, first } = await deletedWithItsEvent()
    save(rig, id, { msevtmgt_publishstatus: 100000001 })
    await says(rig, id, 'Ready')
    expect(only(id).eventid).not.toBe(first)
    await until(() => expect(rig.on24.na.registrants(only(id).eventid)).toMatchObject([{ userstatus: 'active' }]))
  })

  test('opened again finds the webinar made in place of the deleted one, though its row was changed meanwhile', async () => {
    const { id, first } = await deletedWithItsEvent()
    rig.dataverse.interfere(({ method, url }) => {
      if (method !== 'PATCH' || !/msevtmgt_events\(/.test(url)) return undefined
      rig.dataverse.interfere()
      save(rig, id, { msevtmgt_maximumeventcapacity: 50 })
      return undefined
    })
    save(rig, id, { msevtmgt_publishstatus: 100000001 })
    const { msevtmgt_webinarid: webinarId, msevtmgt_webinarurl: link } = await says(rig, id, 'Ready')
    expect(only(id).eventid).not.toBe(first)
    expect([webinarId, link]).toEqual([String(only(id).eventid), expect.stringContaining(`/${webinarId}/`)])
    await until(() => expect(rig.on24.na.registrants(only(id).eventid)).toMatchObject([{ userstatus: 'active' }]))
  })

  test('leaves nobody registered, though ON24 refuses to delete the webinar', async () => {
    const account = await deletingAccount()
    const id = plan(rig, account)
    await says(rig, id, 'Ready')
    const registration = await registered(id, 'ada@example.test')
    await rig.quiet()
    rig.on24.na.interfere(({ method, url }) =>
      method === 'DELETE' && /event\/\d+$/.test(url)
        ? Response.json({ message: 'The event cannot be deleted.' }, { status: 412 })
        : undefined,
    )
    save(rig, id, { msevtmgt_publishstatus: cancelled })
    await says(rig, id, 'Needs attention: ON24 refused: “The event cannot be deleted.” Correct that here.')
    await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
    rig.on24.na.interfere()
    expect(rig.on24.na.registrants(only(id).eventid)).toMatchObject([{ userstatus: 'deleted' }])
  })

  test('is kept at ON24, whatever the configuration says, if somebody else made it there', async () => {
    const { configuration, clientId } = await deletingAccount()
    const { id, on24 } = await rig.webinar({ configuration, clientId })
    await says(rig, id, 'Ready')
    save(rig, id, { msevtmgt_name: 'Changed here' })
    await until(() => expect(rig.on24.na.event(on24).title).toBe('Changed here'))
    await rig.quiet()
    save(rig, id, { msevtmgt_publishstatus: cancelled })
    await says(rig, id, 'Cancelled: Cancelled. Everybody is deregistered at ON24; the webinar itself stays there.')
    expect(rig.on24.na.event(on24).deleted).toBe(false)
  })

  test('has begun when ON24 says so, wherever CRM has moved its start since', async () => {
    const account = await rig.account()
    const [ahead, past] = [plan(rig, account), plan(rig, account)]
    for (const id of [ahead, past]) await says(rig, id, 'Ready')
    rig.on24.na.event(only(ahead).eventid).goodafter = new Date(Date.now() - 60_000)
    save(rig, ahead, { msevtmgt_publishstatus: cancelled })
    await says(
      rig,
      ahead,
      'Cancelled: Cancelled after the webinar had started. ON24 keeps it and everybody who was registered.',
    )
    save(rig, past, { msevtmgt_eventstartdate: '2020-01-01T10:00:00Z', msevtmgt_eventenddate: '2020-01-01T11:00:00Z' })
    await says(rig, past, 'The event starts in the past, but its webinar at ON24 has not started. Correct its start.')
    const registration = rig.register({ kind: 'event', id: past }, rig.contact({ emailaddress1: 'ada@example.test' }))
    await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
    save(rig, past, { msevtmgt_publishstatus: cancelled })
    await says(rig, past, 'Cancelled: Cancelled. Everybody is deregistered at ON24')
    await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
  })
})

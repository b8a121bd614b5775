import { describe, expect } from 'vitest'
import { type TestApp, test, tokensOf, until } from '../harness/test-app.ts'
import { cancelled, madeFor, onlyMadeFor, plan, save, says } from '../harness/webinars.ts'

const only = (app: TestApp, id: string) => onlyMadeFor(app, id)

describe('a cancelled event', () => {
  const registered = async (app: TestApp, id: string, email: string) => {
    const registration = app.register({ kind: 'event', id }, app.contact({ lastname: 'Byron', emailaddress1: email }))
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
    return registration
  }

  test('leaves nobody registered and keeps the webinar; opened again, everybody is back', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account)
    await says(app, id, 'Ready')
    const registration = await registered(app, id, 'ada@example.test')
    save(app, id, { msevtmgt_publishstatus: cancelled })
    await says(app, id, 'Cancelled: Cancelled. Everybody is deregistered at ON24')
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
    expect(app.on24.na.registrants(only(app, id).eventid)).toMatchObject([{ userstatus: 'deleted' }])
    save(app, id, { msevtmgt_publishstatus: 100000001, msevtmgt_name: 'On again' })
    await says(app, id, 'Ready')
    expect(only(app, id).title).toBe('On again')
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
    expect(app.on24.na.registrants(only(app, id).eventid)).toMatchObject([{ userstatus: 'active' }])
  })

  /** An account whose configuration says that the webinars of cancelled events are deleted. */
  async function deletingAccount(app: TestApp) {
    const account = await app.account()
    const tokens = tokensOf(account.clientId)
    const saved = await app.call('PUT', `configurations/${account.configuration}`, {
      ...{ provider: 'on24', region: 'na', clientId: account.clientId, ...tokens, acceptTerms: true },
      deleteCancelledWebinars: true,
    })
    expect(await saved.json()).toMatchObject({ deleteCancelledWebinars: true })
    return account
  }

  /** An event with a registration that was called off, and its webinar deleted. */
  async function deletedWithItsEvent(app: TestApp) {
    const account = await deletingAccount(app)
    const id = plan(app, account)
    await says(app, id, 'Ready')
    const first = only(app, id).eventid
    const registration = await registered(app, id, 'ada@example.test')
    save(app, id, { msevtmgt_publishstatus: cancelled })
    await says(app, id, 'Cancelled: Cancelled. The webinar is deleted at ON24.')
    expect(madeFor(app, id)).toEqual([])
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
    return { id, first }
  }

  test('is deleted at ON24 if so configured, and made anew when opened again', async ({ app }) => {
    const { id, first } = await deletedWithItsEvent(app)
    save(app, id, { msevtmgt_publishstatus: 100000001 })
    await says(app, id, 'Ready')
    expect(only(app, id).eventid).not.toBe(first)
    await until(() => expect(app.on24.na.registrants(only(app, id).eventid)).toMatchObject([{ userstatus: 'active' }]))
  })

  test('opened again finds its new webinar, although its row was changed meanwhile', async ({ app }) => {
    const { id, first } = await deletedWithItsEvent(app)
    app.dataverse.injectFault(({ method, url }) => {
      if (method !== 'PATCH' || !/msevtmgt_events\(/.test(url)) return undefined
      app.dataverse.injectFault()
      save(app, id, { msevtmgt_maximumeventcapacity: 50 })
      return undefined
    })
    save(app, id, { msevtmgt_publishstatus: 100000001 })
    const { msevtmgt_webinarid: webinarId, msevtmgt_webinarurl: link } = await says(app, id, 'Ready')
    expect(only(app, id).eventid).not.toBe(first)
    expect([webinarId, link]).toEqual([String(only(app, id).eventid), expect.stringContaining(`/${webinarId}/`)])
    await until(() => expect(app.on24.na.registrants(only(app, id).eventid)).toMatchObject([{ userstatus: 'active' }]))
  })

  test('leaves nobody registered, though ON24 refuses to delete the webinar', async ({ app }) => {
    const account = await deletingAccount(app)
    const id = plan(app, account)
    await says(app, id, 'Ready')
    const registration = await registered(app, id, 'ada@example.test')
    await app.idle()
    app.on24.na.injectFault(({ method, url }) =>
      method === 'DELETE' && /event\/\d+$/.test(url)
        ? Response.json({ message: 'The event cannot be deleted.' }, { status: 412 })
        : undefined,
    )
    save(app, id, { msevtmgt_publishstatus: cancelled })
    await says(app, id, 'Needs attention: ON24 refused: “The event cannot be deleted.” Correct that here.')
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
    app.on24.na.injectFault()
    expect(app.on24.na.registrants(only(app, id).eventid)).toMatchObject([{ userstatus: 'deleted' }])
  })

  test('is kept at ON24 if another integration made it there', async ({ app }) => {
    const { configuration, clientId } = await deletingAccount(app)
    const { id, on24 } = await app.webinar({ configuration, clientId })
    await says(app, id, 'Ready')
    save(app, id, { msevtmgt_name: 'Changed here' })
    await until(() => expect(app.on24.na.event(on24).title).toBe('Changed here'))
    await app.idle()
    save(app, id, { msevtmgt_publishstatus: cancelled })
    await says(app, id, 'Cancelled: Cancelled. Everybody is deregistered at ON24; the webinar itself stays there.')
    expect(app.on24.na.event(on24).deleted).toBe(false)
  })

  test('has begun when ON24 says so, although CRM has moved its start since', async ({ app }) => {
    const account = await app.account()
    const [ahead, past] = [plan(app, account), plan(app, account)]
    for (const id of [ahead, past]) await says(app, id, 'Ready')
    app.on24.na.event(only(app, ahead).eventid).goodafter = new Date(Date.now() - 60_000)
    save(app, ahead, { msevtmgt_publishstatus: cancelled })
    await says(
      app,
      ahead,
      'Cancelled: Cancelled after the webinar had started. ON24 keeps it and everybody who was registered.',
    )
    save(app, past, { msevtmgt_eventstartdate: '2020-01-01T10:00:00Z', msevtmgt_eventenddate: '2020-01-01T11:00:00Z' })
    await says(app, past, 'The event starts in the past, but its webinar at ON24 has not started. Correct its start.')
    const registration = app.register({ kind: 'event', id: past }, app.contact({ emailaddress1: 'ada@example.test' }))
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
    save(app, past, { msevtmgt_publishstatus: cancelled })
    await says(app, past, 'Cancelled: Cancelled. Everybody is deregistered at ON24')
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
  })
})

import { expect } from 'vitest'
import { test, until } from '../harness/test-app.ts'
import { row, save, says } from '../harness/webinars.ts'

const link = (id: number) => `https://event.on24.com/wcc/r/${id}/0A1B2C`
const outcome = (app: { row(id: string): Record<string, unknown> | undefined }, id: string) =>
  String(app.row(id)?.msevtmgt_registrationstatus)

test('an audience link as webinar id is the webinar in it, for the event and for registrations', async ({
  app,
  account,
}) => {
  const webinar = await app.webinar(account)
  await says(app, webinar.id, 'Ready')
  save(app, webinar.id, { msevtmgt_webinarid: link(webinar.on24) })
  const id = app.register(webinar, app.contact({ emailaddress1: 'ada@example.test' }))
  await until(() => expect(outcome(app, id)).toBe('Registered at ON24'))
  await says(app, webinar.id, 'Ready')
  expect(app.registrants(webinar)).toMatchObject([{ exteventusercd: id, userstatus: 'active' }])
})

test('the id takes the place of the link on a row that takes its webinar over', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const { on24 } = webinar
  const copy = { ...row(app, webinar.id), msevtmgt_webinarid: link(on24), msevtmgt_eventid: undefined }
  app.dataverse.remove('msevtmgt_event', webinar.id)
  await app.idle()
  const id = app.dataverse.insert('msevtmgt_event', {
    ...Object.fromEntries(
      Object.entries(copy).filter(([name, value]) => value && /^msevtmgt_(name|event|webinar(id|conf))/.test(name)),
    ),
  })
  await says(app, id, 'Ready')
  await until(() => expect(row(app, id).msevtmgt_webinarid).toBe(String(on24)))
})

test.for(['5000001/5000002', '5000001#agenda', '5000001?partnerref=x', '5000001\\1', 'https://example.test/webinar'])(
  '%s is no webinar: event and registration say so at once',
  async (typed, { app, account }) => {
    const webinar = await app.webinar(account)
    await says(app, webinar.id, 'Ready')
    save(app, webinar.id, { msevtmgt_webinarid: typed })
    await says(app, webinar.id, `Needs attention: ON24 has no webinar “${typed}”.`)
    const id = app.register(webinar, app.contact({ emailaddress1: 'ada@example.test' }))
    await until(() => expect(outcome(app, id)).toMatch(/^ON24 has no webinar “.*”\. Correct the webinar id/))
    await app.idle()
    // Event and registration may meet at the row; nothing is waited for.
    const waits = app.reports('connector.message').filter((one) => one.id === id && one.outcome === 'comes back')
    expect(waits.filter(({ why }) => why !== 'conflict')).toEqual([])

    save(app, webinar.id, { msevtmgt_webinarid: String(webinar.on24) })
    await until(() => expect(outcome(app, id)).toBe('Registered at ON24'))
    expect(app.registrants(webinar)).toMatchObject([{ exteventusercd: id }])
  },
)

import { expect } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import { type TestApp, test, until } from '../harness/test-app.ts'
import { wallClock } from '../harness/wall-clock.ts'

test.override('appOptions', { ownTables: true })

const table = 'msevtmgt_eventregistration'
const kept = 'The webinar has started, so ON24 keeps this person registered. Nothing to do.'
const blocked = 'Cancelled after the start: blocked at ON24'

function says(app: TestApp, id: string, status: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

/** Somebody registered for a webinar that has begun since. */
async function registeredThenBegun(app: TestApp, settings: object) {
  const account = await app.account({ settings: { ...settings } })
  const webinar = await app.webinar(account)
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  const started = new Date(Date.now() - hour / 2)
  app.on24.na.event(webinar.on24).goodafter = started
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_eventstartdate: wallClock(started) })
  return { webinar, id, contact, registrant: () => app.registrants(webinar)[0] }
}

const cancel = (app: TestApp, id: string, msevtmgt_iscanceled = true) =>
  app.dataverse.update(table, id, { msevtmgt_iscanceled })

test('who cancels after the start is blocked, and let in again who registers again', async ({ app }) => {
  const { id, registrant } = await registeredThenBegun(app, { wbc_blocklate: true })
  cancel(app, id)
  await says(app, id, blocked)
  expect(registrant()).toMatchObject({ isblocked: 'Y', userstatus: 'active' })
  cancel(app, id, false)
  await says(app, id, 'Registered at ON24')
  expect(registrant()).toMatchObject({ isblocked: 'N', userstatus: 'active', firstname: 'Ada' })
  cancel(app, id)
  await says(app, id, blocked)
  expect(registrant()).toMatchObject({ isblocked: 'Y' })
})

test('who was blocked at ON24 by others is not let in again', async ({ app }) => {
  const { id, registrant, webinar } = await registeredThenBegun(app, { wbc_blocklate: true })
  const [there] = app.registrants(webinar)
  if (there) there.isblocked = 'Y'
  cancel(app, id)
  await says(app, id, 'Cancelled at ON24')
  cancel(app, id, false)
  await says(app, id, 'The webinar has started, so ON24 does not take this registration any more.')
  expect(registrant()).toMatchObject({ isblocked: 'Y' })
})

test('a registration deleted after the start blocks, a person who changes their address does not', async ({ app }) => {
  const { id, contact, registrant, webinar } = await registeredThenBegun(app, { wbc_blocklate: true })
  app.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await until(() => expect(registrant()).toMatchObject({ email: 'lovelace@example.test', isblocked: 'N' }))
  await says(app, id, 'Registered at ON24')
  app.dataverse.remove(table, id)
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ isblocked: 'Y', userstatus: 'active' }]))
})

test('an event that is cancelled after its start blocks nobody', async ({ app }) => {
  const { id, registrant, webinar } = await registeredThenBegun(app, { wbc_blocklate: true })
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_publishstatus: 100000004 })
  await until(() => expect(app.dataverse.row('msevtmgt_event', webinar.id)?.msevtmgt_webinarstatus).toBe('Cancelled'))
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, kept)
  expect(registrant()).toMatchObject({ isblocked: 'N' })
})

test('without the setting a cancellation after the start is too late', async ({ app }) => {
  const { id, registrant } = await registeredThenBegun(app, {})
  cancel(app, id)
  await says(app, id, kept)
  expect(registrant()).toMatchObject({ isblocked: 'N' })
})

test('an answer that is lost does not make the blocking somebody else’s', async ({ app }) => {
  const { id, registrant } = await registeredThenBegun(app, { wbc_blocklate: true })
  app.on24.na.injectFault(async (request) => {
    if (!(await request.clone().text()).includes('isBlocked=Y')) return undefined
    app.on24.na.injectFault()
    await (await fetch(request)).text()
    return 'reset'
  })
  cancel(app, id)
  await says(app, id, blocked)
  cancel(app, id, false)
  await says(app, id, 'Registered at ON24')
  expect(registrant()).toMatchObject({ isblocked: 'N' })
})

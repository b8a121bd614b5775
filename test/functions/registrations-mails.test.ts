import { expect } from 'vitest'
import { type Account, type TestApp, test, until } from '../harness/test-app.ts'
import { onlyMadeFor, plan, says } from '../harness/webinars.ts'

test.override('appOptions', { ownTables: true })

const mailsFromDynamics = { wbc_mailsfrom: 524130001 }
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const active = (app: TestApp, event: number) =>
  app.on24.na.event(event).emails.flatMap(({ emailtype, activated }) => (activated === 'Y' ? [emailtype] : []))

/** An administrator decides anew; the connector notices within a minute, another host at once. */
async function decide(app: TestApp, { configuration }: Account, values: Record<string, unknown>) {
  app.dataverse.update('wbc_accountsettings', configuration, values)
  const host = await app.startHost()
  await app.host.stop()
  app.host = host
}

test('where Dynamics mails, ON24 sends people nothing, and reminds them of no webinar made', async ({ app }) => {
  const account = await app.account({ settings: mailsFromDynamics })
  const id = plan(app, account)
  const { msevtmgt_webinarid } = await says(app, id, 'Ready: The webinar is at ON24')
  const { eventid } = onlyMadeFor(app, id)
  expect(active(app, eventid)).toEqual(['Confirmation Email'])
  app.register({ kind: 'event', id }, app.contact(ada))
  await until(() => expect(app.on24.na.registrants(eventid)).toMatchObject([{ eventemail: 'N', marketingemail: 'N' }]))
  // Somebody switches a reminder on again: the next review switches it off.
  for (const email of app.on24.na.event(eventid).emails) email.activated = 'Y'
  await app.enqueue('webinars', { table: 'msevtmgt_event', id, work: 'review' })
  await until(() => expect(active(app, eventid)).toEqual(['Confirmation Email']))
  expect(msevtmgt_webinarid).toBe(String(eventid))
})

test('reminders of a webinar that ON24 had already stay on, and the check says so', async ({ app }) => {
  const account = await app.account({ settings: mailsFromDynamics })
  const { id, on24 } = await app.webinar(account)
  await says(app, id, 'Ready')
  await app.idle()
  await app.enqueue('webinars', { table: 'msevtmgt_event', id, work: 'review' })
  await says(app, id, 'Ready: Dynamics sends the e-mails, but ON24 reminds registrants as well: Reminder Email #1.')
  expect(active(app, on24)).toEqual(['Confirmation Email', 'Reminder Email #1'])
  const answer = await app.call('POST', `webinars/msevtmgt_event/${id}/check`)
  expect(await answer.json()).toMatchObject({ findings: [{ code: 'reminders', level: 'warning' }] })
})

test('a change of who mails reaches those who are registered', async ({ app }) => {
  const account = await app.account({ settings: {} })
  const webinar = await app.webinar(account)
  const registration = app.register(webinar, app.contact(ada))
  const [mailed, unmailed] = [{ eventemail: 'Y' }, { eventemail: 'N' }]
  await until(() => expect(app.registrants(webinar)).toMatchObject([mailed]))
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await decide(app, account, mailsFromDynamics)
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'review' })
  await until(() => expect(app.registrants(webinar)).toMatchObject([unmailed]))
})

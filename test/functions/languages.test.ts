import { expect } from 'vitest'
import { test, until } from '../harness/test-app.ts'
import { plan, says } from '../harness/webinars.ts'

test.beforeAll(({ app }) => {
  const [organization] = app.dataverse.rows('organization')
  app.dataverse.update('organization', String(organization?.organizationid), { languagecode: 1031 })
})

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }

test('an organisation whose base language is German is told everything in German', async ({ app, account }) => {
  const configuration = app.dataverse.row('msevtmgt_webinarconfiguration', account.configuration)
  expect(configuration?.msevtmgt_message).toBe('ON24 nimmt die Zugangsdaten an.')

  const id = plan(app, account, { msevtmgt_eventenddate: null })
  await says(app, id, 'Handlungsbedarf: Die Veranstaltung hat kein Ende. Bitte geben Sie eines ein.')
  const check = await app.call('POST', `webinars/msevtmgt_event/${id}/check`)
  expect(await check.json()).toMatchObject({
    findings: [
      { code: 'plan', finding: 'Die Veranstaltung hat kein Ende.', remedy: 'Bitte geben Sie eines ein.' },
      { code: 'no webinar' },
    ],
  })
  const unknown = await app.call('GET', `backfills/${crypto.randomUUID()}`)
  expect(await unknown.json()).toMatchObject({ error: { message: 'Es gibt keine Nachlieferung mit dieser ID.' } })

  const registration = app.register(await app.webinar(account), app.contact(ada))
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Bei ON24 angemeldet'))
})

test('another language is spoken where the setting says so, and rows wait for news', async ({ app, account }) => {
  const id = app.register(await app.webinar(account), app.contact(ada))
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Bei ON24 angemeldet'))
  await app.idle()
  await app.host.stop()

  const english = await app.startHost({ env: { MESSAGE_LANGUAGE: 'en' } })
  const headers = { 'x-functions-key': english.keys.default }
  const unknown = await fetch(`${english.url}/api/backfills/${crypto.randomUUID()}`, { headers })
  expect(await unknown.json()).toMatchObject({ error: { message: 'There is no backfill with this id.' } })
  await english.run('sweep-timer')
  await app.idle()
  expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Bei ON24 angemeldet')
  await app.enqueue('registrations', { table: 'msevtmgt_eventregistration', id })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
})

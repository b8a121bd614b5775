import { expect } from 'vitest'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

const table = 'msevtmgt_eventregistration'
const person = (emailaddress1: string) => ({ firstname: 'Rene', lastname: 'Dahl', emailaddress1 })

// Each pair is one address to Dataverse, so that a text filter finds both rows.
const pairs: [string, string, string][] = [
  ['an accent', 'rené.dahl@example.test', 'rene.dahl@example.test'],
  ['a full-width letter', 'ｐia@example.test', 'pia@example.test'],
  ['a character without weight', 'uma\u200b@example.test', 'uma@example.test'],
  ['a sharp s', 'weiß@example.test', 'weiss@example.test'],
]

function registrant(app: TestApp, webinar: Webinar, address: string) {
  return app.registrants(webinar).find(({ email }) => email === address)
}

test.for(pairs)('two addresses that differ by %s are two people', async ([, mistyped, right], { app, account }) => {
  const webinar = await app.webinar(account)
  const wrong = app.register(webinar, app.contact(person(mistyped)))
  await until(() => expect(app.row(wrong)?.msevtmgt_registrationstatus).toBeTruthy())
  await app.idle()
  const before = app.row(wrong)?.msevtmgt_registrationstatus

  const id = app.register(webinar, app.contact(person(right)))
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  expect(registrant(app, webinar, right)).toMatchObject({ userstatus: 'active', exteventusercd: id })
  expect(app.row(wrong)?.msevtmgt_registrationstatus).toBe(before)

  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
  expect(registrant(app, webinar, right)).toMatchObject({ userstatus: 'deleted' })
  expect(app.row(wrong)?.msevtmgt_registrationstatus).toBe(before)
})

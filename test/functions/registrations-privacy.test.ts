import { TableClient, TableServiceClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { type TestApp, test, until } from '../harness/test-app.ts'

const table = 'msevtmgt_eventregistration'
const person = { firstname: 'Zebedee', lastname: 'Quux', emailaddress1: 'zebedee@quux.example', jobtitle: 'Gardener' }
const company = 'Quuxworks'
const personal = /zebedee|quux|gardener/i

function says(app: TestApp, id: string, status: string | RegExp) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toMatch(status), { timeout: 20_000 })
}

/** A life with everything in it: registered, moved, refused, cancelled, restored, in trouble and deleted. */
async function live(app: TestApp) {
  const webinar = await app.webinar({ requiredFields: ['company'] })
  const contact = app.contact(person, company)
  const id = app.register(webinar, contact)
  await says(app, id, /^Registered/)
  app.dataverse.update('contact', contact, { emailaddress1: 'quux@zebedee.example' })
  await until(() => expect(app.registrants(webinar)).toHaveLength(2))
  app.dataverse.update('contact', contact, { emailaddress1: 'zebedee at quux' })
  await says(app, id, /is not valid/)
  app.dataverse.update('contact', contact, { emailaddress1: person.emailaddress1 })
  await says(app, id, /^Registered/)
  const withoutCompany = app.register(webinar, app.contact({ ...person, emailaddress1: 'z@quux.example' }))
  await says(app, withoutCompany, /^ON24 requires/)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, /^Cancelled/)
  app.on24.na.injectFault(() => Response.json({ message: 'zebedee@quux.example is out' }, { status: 500 }))
  app.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(app, id, /^Not sent yet/)
  app.on24.na.injectFault()
  await says(app, id, /^Registered/)
  app.dataverse.remove(table, id)
  await app.idle()
}

test('no name and no address is in a URL, a queue, storage or a log', async ({ app }) => {
  const asked: string[] = []
  app.dataverse.injectFault(({ url }) => {
    asked.push(decodeURIComponent(url))
    return undefined
  })
  await live(app)
  expect(asked.length).toBeGreaterThan(20)
  expect(asked.filter((url) => personal.test(url))).toEqual([])

  const failures = await app.failures()
  expect(failures).not.toEqual([])
  expect(failures.filter((failure) => personal.test(JSON.stringify(failure)))).toEqual([])

  const stored = await entities(app)
  expect(stored.length).toBeGreaterThan(3)
  expect(stored.filter((entity) => personal.test(entity))).toEqual([])

  const logged = app.host.logs.map(({ message }) => message)
  expect(logged.length).toBeGreaterThan(20)
  expect(logged.filter((message) => personal.test(message))).toEqual([])
})

async function entities(app: TestApp) {
  const { connectionString } = app.storage
  const options = { allowInsecureConnection: true }
  const all: string[] = []
  for await (const { name } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    const client = TableClient.fromConnectionString(connectionString, name ?? '', options)
    for await (const entity of client.listEntities()) all.push(JSON.stringify(entity))
  }
  return all
}

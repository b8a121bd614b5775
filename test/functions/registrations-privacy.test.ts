import { TableClient, TableServiceClient } from '@azure/data-tables'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const person = { firstname: 'Zebedee', lastname: 'Quux', emailaddress1: 'zebedee@quux.example', jobtitle: 'Gardener' }
const company = 'Quuxworks'
const personal = /zebedee|quux|gardener/i

function says(id: string, status: string | RegExp) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toMatch(status), { timeout: 20_000 })
}

/** A life with everything in it: registered, moved, refused, cancelled, restored, in trouble and deleted. */
async function live() {
  const webinar = await rig.webinar({ requiredFields: ['company'] })
  const contact = rig.contact(person, company)
  const id = rig.register(webinar, contact)
  await says(id, /^Registered/)
  rig.dataverse.update('contact', contact, { emailaddress1: 'quux@zebedee.example' })
  await until(() => expect(rig.registrants(webinar)).toHaveLength(2))
  rig.dataverse.update('contact', contact, { emailaddress1: 'zebedee at quux' })
  await says(id, /is not valid/)
  rig.dataverse.update('contact', contact, { emailaddress1: person.emailaddress1 })
  await says(id, /^Registered/)
  const withoutCompany = rig.register(webinar, rig.contact({ ...person, emailaddress1: 'z@quux.example' }))
  await says(withoutCompany, /^ON24 requires/)
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, /^Cancelled/)
  rig.on24.na.interfere(() => Response.json({ message: 'zebedee@quux.example is out' }, { status: 500 }))
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(id, /^Not sent yet/)
  rig.on24.na.interfere()
  await says(id, /^Registered/)
  rig.dataverse.remove(table, id)
  await rig.quiet()
}

test('no name and no address is in a URL to Dataverse, in a queue, in storage or in a log', async () => {
  const asked: string[] = []
  rig.dataverse.interfere(({ url }) => {
    asked.push(decodeURIComponent(url))
    return undefined
  })
  await live()
  expect(asked.length).toBeGreaterThan(20)
  expect(asked.filter((url) => personal.test(url))).toEqual([])

  const failures = await rig.failures()
  expect(failures).not.toEqual([])
  expect(failures.filter((failure) => personal.test(JSON.stringify(failure)))).toEqual([])

  const stored = await entities()
  expect(stored.length).toBeGreaterThan(3)
  expect(stored.filter((entity) => personal.test(entity))).toEqual([])

  const logged = rig.host.logs.map(({ message }) => message)
  expect(logged.length).toBeGreaterThan(20)
  expect(logged.filter((message) => personal.test(message))).toEqual([])
})

async function entities() {
  const { connectionString } = rig.storage
  const options = { allowInsecureConnection: true }
  const all: string[] = []
  for await (const { name } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    const client = TableClient.fromConnectionString(connectionString, name ?? '', options)
    for await (const entity of client.listEntities()) all.push(JSON.stringify(entity))
  }
  return all
}

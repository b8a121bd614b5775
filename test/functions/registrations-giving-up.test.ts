import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  // The host's five tries follow each other at once.
  rig = await startRig({ env: { AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00' } })
})
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const unavailable = () => Response.json({ message: 'Service unavailable' }, { status: 503 })

function says(id: string, text: string | RegExp) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toMatch(text))
}

async function calm(options: Parameters<Rig['webinar']>[0] = {}) {
  const webinar = await rig.webinar(options)
  const contact = rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
  await rig.quiet()
  return { webinar, contact }
}

test('an outage that outlasts all tries is said on the row, and the message lies in the poison queue', async () => {
  const { webinar, contact } = await calm()
  rig.on24.na.interfere(unavailable)
  const id = rig.register(webinar, contact)
  await says(id, 'ON24 is out of order. The connector gave up.')
  await rig.quiet()
  expect(rig.row(id)).toMatchObject({
    msevtmgt_registrationstatus: 'ON24 is out of order. The connector gave up.',
    msevtmgt_syncedwithprovider: 100000001,
    msevtmgt_publishingstate: 100000004,
  })
  expect(await rig.messages('registrations-poison')).toContainEqual({ table, id })

  rig.on24.na.interfere()
  rig.dataverse.update(table, id, { msevtmgt_name: 'once more' })
  await says(id, 'Registered at ON24')
})

test('an outage with changing faces does not write each of them on the row, for every write comes back', async () => {
  const { webinar, contact } = await calm()
  let turn = 0
  rig.on24.na.interfere(() => {
    turn += 1
    return turn % 2 ? unavailable() : 'reset'
  })
  const from = rig.dataverse.calls.length
  const id = rig.register(webinar, contact)
  await says(id, /gave up\.$/)
  await rig.quiet()
  rig.on24.na.interfere()
  const writes = rig.dataverse.calls.slice(from).filter(({ method }) => method === 'PATCH')
  // The first trouble and the end of it; once more if the echo of the first gives up at the same moment.
  expect(writes.length).toBeLessThanOrEqual(3)
})

test('a refused registration is set aside as table and id, and does not go round and round', async () => {
  const { webinar, contact } = await calm({ requiredFields: ['country'] })
  const posts = () =>
    rig.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.includes(`/${webinar.on24}/`))
  const id = rig.register(webinar, contact)
  await says(id, 'ON24 requires what CRM has no value for: Country.')
  await rig.quiet()
  // Once for the new row, and once for the webhook that follows the reason being written on it.
  expect(posts().length).toBeLessThanOrEqual(2)
  const aside = await rig.messages('registrations-poison')
  expect(aside).toContainEqual({ table, id })
  for (const message of aside) expect(Object.keys(message as object).toSorted()).toEqual(['id', 'table'])
})

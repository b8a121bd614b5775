import { TableClient, TableServiceClient } from '@azure/data-tables'
import { QueueServiceClient } from '@azure/storage-queue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configurationDesk, typed } from '../harness/configurations.ts'
import { type Rig, startRig, tokensOf, until } from '../harness/test-app.ts'

let rig: Rig
let desk: ReturnType<typeof configurationDesk>
beforeAll(async () => {
  rig = await startRig()
  desk = configurationDesk(rig)
})
afterAll(() => rig.stop())

const options = { allowInsecureConnection: true }

/** Everything that lies in the app's tables and queues, as text. */
async function stored() {
  const { connectionString } = rig.storage
  const texts: string[] = []
  for await (const { name } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    const table = TableClient.fromConnectionString(connectionString, name ?? '', options)
    for await (const entity of table.listEntities()) texts.push(JSON.stringify(entity))
  }
  const queues = QueueServiceClient.fromConnectionString(connectionString)
  for await (const { name } of queues.listQueues()) {
    const { peekedMessageItems } = await queues.getQueueClient(name).peekMessages({ numberOfMessages: 32 })
    texts.push(...peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString()))
  }
  return texts.join('\n')
}

test('no secret, name or address can be read in storage or in the log, in any encoding', async () => {
  desk.acceptTerms()
  const [byHttp, byCrm] = [desk.client('eu'), desk.client()]
  const [one, other] = [desk.newRow(), desk.newRow(typed(byCrm.clientId))]
  expect((await desk.put(one, byHttp.body)).status).toBe(200)
  await until(async () => expect(await desk.view(other)).toBeDefined())
  const webinar = await rig.webinar({ configuration: other, clientId: byCrm.clientId })
  const person = { firstname: 'Grimhilde', lastname: 'Oakenshield', emailaddress1: 'grimhilde@oakenshield.test' }
  const registration = rig.register(webinar, rig.contact(person))
  await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await desk.put(one, { ...byHttp.body, accessTokenKey: 'wrong-key-0123456789' })
  desk.write(other, { ...typed(byCrm.clientId), msevtmgt_accesstokensecret: 'wrong-secret-0123456789' })
  await rig.quiet()

  const text = `${await stored()}\n${JSON.stringify(rig.host.logs)}`
  expect(text).toContain(one)
  const secrets = [byHttp, byCrm].flatMap(({ clientId }) => Object.values(tokensOf(clientId)))
  for (const secret of [...secrets, 'wrong-key-0123456789', 'wrong-secret-0123456789', ...Object.values(person)]) {
    const bytes = Buffer.from(secret)
    for (const shape of [secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')]) {
      expect(text.toLowerCase()).not.toContain(shape.toLowerCase())
    }
  }
})

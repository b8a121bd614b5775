import { TableClient, TableServiceClient } from '@azure/data-tables'
import { QueueServiceClient } from '@azure/storage-queue'
import { expect } from 'vitest'
import { test, typed } from '../harness/configurations.ts'
import { type TestApp, tokensOf, until } from '../harness/test-app.ts'

const options = { allowInsecureConnection: true }

/** Everything that lies in the app's tables and queues, as text. */
async function stored(app: TestApp) {
  const { connectionString } = app.storage
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

test('no secret, name or address is readable in storage or the log, in any encoding', async ({
  app,
  configurations,
}) => {
  configurations.acceptTerms()
  const [byHttp, byCrm] = [configurations.client('eu'), configurations.client()]
  const [one, other] = [configurations.newRow(), configurations.newRow(typed(byCrm.clientId))]
  expect((await configurations.give(one, byHttp.body)).status).toBe(200)
  await until(async () => expect(await configurations.view(other)).toBeDefined())
  const webinar = await app.webinar({ configuration: other, clientId: byCrm.clientId })
  const person = { firstname: 'Grimhilde', lastname: 'Oakenshield', emailaddress1: 'grimhilde@oakenshield.test' }
  const registration = app.register(webinar, app.contact(person))
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await configurations.give(one, { ...byHttp.body, accessTokenKey: 'wrong-key-0123456789' })
  configurations.write(other, { ...typed(byCrm.clientId), msevtmgt_accesstokensecret: 'wrong-secret-0123456789' })
  await app.idle()

  const text = `${await stored(app)}\n${JSON.stringify(app.host.logs)}`
  expect(text).toContain(one)
  const secrets = [byHttp, byCrm].flatMap(({ clientId }) => Object.values(tokensOf(clientId)))
  for (const secret of [...secrets, 'wrong-key-0123456789', 'wrong-secret-0123456789', ...Object.values(person)]) {
    const bytes = Buffer.from(secret)
    for (const shape of [secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')]) {
      expect(text.toLowerCase()).not.toContain(shape.toLowerCase())
    }
  }
})

test('an older row that is put back, and facts that are changed, are refused', async ({ app, configurations }) => {
  const { body, clientId } = configurations.client()
  const id = configurations.newRow()
  const table = configurations.kept()
  const row = () => table.getEntity<Record<string, unknown>>('configuration', id)
  const writeOver = (entity: Awaited<ReturnType<typeof row>>, changed = {}) =>
    table.updateEntity({ ...entity, partitionKey: 'configuration', rowKey: id, ...changed }, 'Replace')
  const message = 'The stored credentials can no longer be read. Enter them again.'
  const refused = { status: 'not_authenticated', message, checkedAt: expect.any(String) }
  const shown = { id, provider: 'on24', health: refused, lastMetricsUpdate: null }
  await configurations.give(id, { ...body, deleteCancelledWebinars: true })
  const older = await row()
  expect((await configurations.give(id, body)).status).toBe(200)
  const newer = await row()

  await writeOver(older)
  expect(await configurations.check(id)).toEqual(shown)
  for (const changed of [{ termsAcceptedBy: 'The CEO' }, { deleteCancelledWebinars: true }, { clientId: '1' }]) {
    await writeOver(newer, changed)
    expect(await configurations.view(id)).toEqual(shown)
    expect(await configurations.list()).toContainEqual(shown)
  }
  await writeOver(newer)
  expect(await configurations.check(id)).toMatchObject({ clientId, health: { status: 'healthy' } })

  await app.call('DELETE', `configurations/${id}`)
  await app.idle()
  await writeOver(newer)
  expect(await configurations.view(id)).toBeUndefined()
  configurations.write(id, { msevtmgt_clientid: clientId })
  expect(await configurations.check(id)).toEqual(shown)
})

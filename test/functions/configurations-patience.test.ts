import { expect } from 'vitest'
import { blanked, test, typed } from '../harness/configurations.ts'
import { type TestApp, until } from '../harness/test-app.ts'

test('an outage with changing errors writes the row once, and gives up nothing', async ({ app, configurations }) => {
  configurations.acceptTerms()
  let calls = 0
  app.on24.na.injectFault(() => {
    const [status, message] = calls++ % 2 ? [503, 'Busy.'] : [429, 'Slow down.']
    return Response.json({ message }, { status, headers: { 'retry-after': '1' } })
  })
  const { clientId } = configurations.client()
  let writes = 0
  let id = ''
  app.dataverse.onChange((change) => {
    if (change.id === id && change.by === 'api') writes += 1
  })
  id = configurations.newRow(typed(clientId))
  const ofRow = { queue: 'configurations', id }
  const says = (ending: RegExp) => until(() => expect(configurations.row(id).msevtmgt_message).toMatch(ending))
  await says(/The connector tries again by itself\.$/)
  await until(() =>
    expect(app.reports('connector.message')).toContainEqual(
      expect.objectContaining({ ...ofRow, outcome: 'comes back', attempts: 2 }),
    ),
  )
  expect(writes).toBe(1)

  const longAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000).toISOString()
  await app.enqueue('configurations', { table: 'msevtmgt_webinarconfiguration', id, since: longAgo, tries: 200 })
  await until(async () => expect(await gaveUp(app)).toMatchObject([{ row: id, firstTry: longAgo, count: 201 }]))
  expect(writes).toBe(1)
  expect(configurations.row(id)).toMatchObject(blanked)

  app.on24.na.injectFault()
  configurations.write(id, { msevtmgt_name: 'Saved again' })
  await says(/^ON24 accepts the credentials\.$/)
  await until(async () => expect(await gaveUp(app)).toEqual([]))
})

async function gaveUp(app: TestApp) {
  const answer = await app.call('GET', 'failures?kind=gave_up')
  return ((await answer.json()) as { failures: object[] }).failures
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { configurationDesk, typed } from '../harness/configurations.ts'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
let desk: ReturnType<typeof configurationDesk>
beforeAll(async () => {
  rig = await startRig()
  desk = configurationDesk(rig)
})
afterAll(() => rig.stop())

test('an outage with many faces does not wake the connector again and again, and the row says how it ended', async () => {
  desk.acceptTerms()
  let calls = 0
  rig.on24.na.interfere(() => {
    const [status, message] = calls++ % 2 ? [503, 'Busy.'] : [429, 'Slow down.']
    return Response.json({ message }, { status, headers: { 'retry-after': '1' } })
  })
  const { clientId } = desk.client()
  let writes = 0
  let id = ''
  rig.dataverse.onChange((change) => {
    if (change.id === id && change.by === 'api') writes += 1
  })
  id = desk.newRow(typed(clientId))
  const ofRow = { queue: 'configurations', id }
  const says = (ending: RegExp) => until(() => expect(desk.row(id).msevtmgt_message).toMatch(ending))
  await says(/The connector tries again by itself\.$/)
  await until(() =>
    expect(rig.reports('connector.message')).toContainEqual(
      expect.objectContaining({ ...ofRow, outcome: 'comes back', tries: 2 }),
    ),
  )
  expect(writes).toBe(1)

  const longAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000).toISOString()
  await rig.enqueue('configurations', { table: 'msevtmgt_webinarconfiguration', id, since: longAgo, tries: 200 })
  await says(/The connector has stopped trying\. .* enter it again\.$/)
  await until(async () => expect(await gaveUp()).toMatchObject([{ row: id, firstTry: longAgo, count: 201 }]))
  expect(writes).toBe(2)
  expect(desk.row(id)).toMatchObject(typed(clientId))

  rig.on24.na.interfere()
  desk.write(id, { msevtmgt_name: 'Saved again' })
  await says(/^ON24 accepts the credentials\.$/)
  await until(async () => expect(await gaveUp()).toEqual([]))
})

async function gaveUp() {
  const answer = await rig.call('GET', 'failures?kind=gave_up')
  return ((await answer.json()) as { failures: object[] }).failures
}

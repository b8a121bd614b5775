import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../rig.ts'
import { configurationDesk, typed } from './configuration-desk.ts'

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
  const says = (ending: RegExp) =>
    until(() => expect(desk.row(id).msevtmgt_message).toMatch(ending), { timeout: 20_000 })
  await says(/The connector tries again\.$/)
  await says(/Save this again to try once more\.$/)
  await rig.quiet()
  expect(writes).toBe(2)
  expect(await rig.messages('configurations-poison')).toContainEqual({ table: 'msevtmgt_webinarconfiguration', id })
  expect(desk.row(id)).toMatchObject(typed(clientId))

  rig.on24.na.interfere()
  desk.write(id, { msevtmgt_name: 'Saved again' })
  await says(/^ON24 accepts the credentials\.$/)
})

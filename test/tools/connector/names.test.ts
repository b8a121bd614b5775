import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { test as base, expect } from 'vitest'
import { createDynamics } from '../../../tools/connector/dynamics.ts'
import { findWebinar } from '../../../tools/connector/find-row.ts'

const test = base.extend('dataverse', async ({ onTestFinished }) => {
  const dataverse = await startDataverse()
  onTestFinished(dataverse.stop)
  return dataverse
})
const find = (dataverse: Dataverse, given: string) =>
  findWebinar(
    given,
    createDynamics(dataverse.url, async () => 'token'),
  )
const session = (dataverse: Dataverse, name: string) =>
  dataverse.insert('msevtmgt_session', { msevtmgt_name: name, msevtmgt_event: event(dataverse, `Event of ${name}`) })
const event = (dataverse: Dataverse, name: string, values = {}) =>
  dataverse.insert('msevtmgt_event', { msevtmgt_name: name, ...values })

test('an event or a session is found by its name, its id and its link', async ({ dataverse }) => {
  const id = event(dataverse, "Ada's demo; 100 % & more?")
  const keynote = session(dataverse, 'Keynote')
  const found = { table: 'msevtmgt_event', id, name: "Ada's demo; 100 % & more?" }
  for (const given of ["ada's DEMO; 100 % & more?", id, `{${id.toUpperCase()}}`])
    expect(await find(dataverse, given)).toEqual(found)
  expect(await find(dataverse, 'Keynote')).toEqual({ table: 'msevtmgt_session', id: keynote, name: 'Keynote' })
  const link = `https://contoso.crm4.dynamics.com/main.aspx?appid=1&pagetype=entityrecord&etn=msevtmgt_session&id=${keynote}`
  expect(await find(dataverse, link)).toEqual({ table: 'msevtmgt_session', id: keynote })
})

test('a name that several rows have lists them, with what tells them apart', async ({ dataverse }) => {
  const first = event(dataverse, 'Twice', { msevtmgt_eventstartdate: '2026-12-01T10:00:00Z' })
  const second = session(dataverse, 'Twice')
  const lines = await find(dataverse, 'Twice').then(String, ({ userMessage }) => userMessage.text.split('\n'))
  expect(lines[0]).toBe('2 rows are called “Twice”. Give the id of the one that is meant:')
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(new RegExp(`^  ${first}  msevtmgt_event +2026-12-01T10:00:00Z  “Twice”$`)),
    expect.stringMatching(new RegExp(`^  ${second}  msevtmgt_session  +“Twice”$`)),
  ])
})

test('a part of a name is taken for no name, and lists what contains it', async ({ dataverse }) => {
  for (let n = 10; n < 22; n += 1) event(dataverse, `Summer ${n}`)
  await expect(find(dataverse, 'Summer')).rejects.toMatchObject({
    exitCode: 2,
    userMessage: {
      text: expect.stringMatching(/no event or session “Summer”\. Names that contain it:\n(.*\n){10} {2}and 2 more$/),
    },
  })
})

test.for([
  ['Nothing like it', /^Dynamics shows you no event or session “Nothing like it”\.$/],
  ['00000000-0000-4000-8000-000000000009', /^Dynamics shows you no event or session 00000000-/],
  [
    'https://contoso.crm.dynamics.com/main.aspx?etn=contact&id=00000000-0000-4000-8000-000000000009',
    /link of a contact/,
  ],
] as const)('%s is no webinar', async ([given, text], { dataverse }) => {
  await expect(find(dataverse, given)).rejects.toMatchObject({
    exitCode: 2,
    userMessage: { text: expect.stringMatching(text) },
  })
})

test('without an environment, and without the right to read in it, the way on is said', async ({ dataverse }) => {
  const nowhere = findWebinar(
    'Spring demo',
    createDynamics(undefined, async () => 'token'),
  )
  await expect(nowhere).rejects.toMatchObject({ exitCode: 2, userMessage: { text: expect.stringMatching(/--url/) } })
  dataverse.injectFault(() => Response.json({ error: { code: '0x80040220', message: 'No.' } }, { status: 403 }))
  const barred = find(dataverse, 'Spring demo')
  await expect(barred).rejects.toMatchObject({
    exitCode: 3,
    userMessage: { text: expect.stringMatching(/az login.*link of the row/) },
  })
  dataverse.injectFault()
})

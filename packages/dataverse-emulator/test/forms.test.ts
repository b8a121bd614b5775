import { beforeEach, expect, test } from 'vitest'
import { column, startWithSolution, type World } from './customization.ts'
import { rowsOf } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await startWithSolution()
  await world.makeTable([column('Integer', 'cts_Count', { MinValue: 0, MaxValue: 10 })])
})

const id = (end: string) => `{0b1e5c52-6a0d-4f4e-9d5b-3c2f5a0c000${end}}`
const TEXT = '{4273EDBD-AC1D-40D3-9FB2-095C621B552D}'
const INTEGER = '{C6D124CA-7EDA-4A60-AEA9-7FB8D318B68F}'
const field = (name: string, classid: string) => `<control id="${name}" classid="${classid}" datafieldname="${name}" />`
const formXml = (control: string, { cell = id('3'), width = ' width="100%"', after = '' } = {}) =>
  `<form><tabs><tab name="general" id="${id('1')}"><labels><label description="General" languagecode="1033" /></labels><columns><column${width}><sections><section name="main" id="${id('2')}"><rows><row><cell id="${cell}">${control}</cell></row></rows></section></sections></column></columns></tab></tabs>${after}</form>`
const post = (formxml: string, members = {}) =>
  world.post('systemforms', { name: 'Order', objecttypecode: 'cts_order', type: 2, formxml, ...members })

test('a form shows each column in a control for its kind', async () => {
  expect((await post(formXml(field('cts_name', TEXT)))).status).toBe(204)
  expect((await post(formXml(field('cts_count', INTEGER)))).status).toBe(204)
  expect((await post(formXml(field('cts_count', TEXT)))).status).toBe(400)
})

test.each([
  ['a column that is not there', formXml(field('cts_other', TEXT))],
  ['the same id twice', formXml(field('cts_name', TEXT), { cell: id('2') })],
  ['an id that is none', formXml(field('cts_name', TEXT), { cell: 'cell' })],
  ['a column without a width', formXml(field('cts_name', TEXT), { width: '' })],
  ['no tabs', '<form></form>'],
  [
    'a script that is not there',
    formXml(field('cts_name', TEXT), { after: '<formLibraries><Library name="cts_/a.js" /></formLibraries>' }),
  ],
])('a form with %s is refused', async (_, formxml) => {
  expect((await post(formxml)).status).toBe(400)
})

test('a sub-grid needs a view of its table and a relationship that exist', async () => {
  const [view] = rowsOf(await world.get("savedqueries?$filter=returnedtypecode eq 'cts_order' and querytype eq 2"))
  const grid = (viewId: unknown, relationship = '') =>
    formXml(
      `<control id="orders" classid="{E7A81278-8635-4D9E-8D4D-59480B391C5B}"><parameters><ViewId>{${viewId}}</ViewId>${relationship}<TargetEntityType>cts_order</TargetEntityType></parameters></control>`,
    )
  const ofEvents = { objecttypecode: 'msevtmgt_event' }
  expect((await post(grid(view?.savedqueryid), ofEvents)).status).toBe(204)
  expect((await post(grid('0b1e5c52-6a0d-4f4e-9d5b-3c2f5a0c0099'), ofEvents)).status).toBe(400)
  const relationship = '<RelationshipName>cts_event_order</RelationshipName>'
  expect((await post(grid(view?.savedqueryid, relationship), ofEvents)).status).toBe(400)
})

test('a form keeps its table and its type', async () => {
  const [form] = rowsOf(await world.get("systemforms?$filter=objecttypecode eq 'cts_order' and type eq 2"))
  expect((await world.post(`systemforms(${form?.formid})`, {})).status).toBe(405)
  const change = (members: object) =>
    fetch(`${world.dataverse.url}/api/data/v9.2/systemforms(${form?.formid})`, {
      method: 'PATCH',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify(members),
    })
  expect((await change({ type: 6 })).status).toBe(400)
  expect((await change({ formxml: formXml(field('cts_name', TEXT)) })).status).toBe(204)
})

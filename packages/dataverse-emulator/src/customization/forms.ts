import { badRequest } from '../fault.ts'
import type { Store } from '../store.ts'
import type { Table, Values } from '../types.ts'
import { isGuid } from '../value.ts'
import { kindOf } from './column-types.ts'
import { relationshipsOf } from './relationship-list.ts'
import { existing } from './views.ts'
import { attribute, type Element, invalidXml, readXml, within } from './xml.ts'

// learn.microsoft.com/power-apps/developer/model-driven-apps/form-xml-schema; class ids: those of the controls on
// Microsoft's main form of accounts.

const SUB_GRID = 'E7A81278-8635-4D9E-8D4D-59480B391C5B'
const WEB_RESOURCE = '9FDF5F91-88B1-47F4-AD53-C11EFC01A01D'
const TEXT = '4273EDBD-AC1D-40D3-9FB2-095C621B552D'
const CHOICE = '3EF39988-22BB-4F0B-BBBE-64B5A3748AEE'

/** Controls that show a column of a kind. */
const CONTROLS: Record<string, string[]> = {
  String: [TEXT, '71716B6C-711E-476C-8AB8-5D11542BFB47', 'ADA2203E-B4CD-49BE-9DDF-234642B43B52'],
  Memo: ['E0DECE4B-6FC8-4A8F-A065-082708572369'],
  Integer: ['C6D124CA-7EDA-4A60-AEA9-7FB8D318B68F'],
  Decimal: ['C3EFE0C3-0EC6-42BE-8349-CBD9079DFD8E'],
  Boolean: ['67FAC785-CD58-4F9F-ABB3-4B7DDC6ED5ED'],
  Picklist: [CHOICE],
  State: [CHOICE],
  Status: [CHOICE, '5D68B988-0661-4DB2-BC3E-17598AD3BE6C'],
  DateTime: ['5B773807-9FB2-42DB-97C3-7A91EFF8ADFF'],
  Lookup: ['270BD3DB-D9AF-4782-9025-509E298DEC0A'],
}

/** Checks a form: ids that are its own, columns that exist, each in a control for its kind, and what it embeds. */
export function checkForm(store: Store, given: Values, before: Values | undefined) {
  const form = { ...before, ...given }
  for (const fixed of ['objecttypecode', 'type']) {
    if (before && form[fixed] !== before[fixed]) throw badRequest(`${fixed} of a form cannot be changed.`, '0x80040203')
  }
  const root = readXml(form.formxml, 'form')
  if (within(root, 'tab').length === 0) throw invalidXml('a form has tabs')
  for (const column of within(root, 'column')) attribute(column, 'width')
  checkIds(root)
  const table = form.type === 0 && !form.objecttypecode ? undefined : store.schema.named(String(form.objecttypecode))
  for (const control of within(root, 'control')) checkControl(store, table, control)
  for (const library of within(root, 'Library')) checkResource(store, attribute(library, 'name'))
}

function checkIds(root: Element) {
  const elements = ['tab', 'section', 'cell'].flatMap((name) => within(root, name))
  const ids = elements.map((element) => attribute(element, 'id').toLowerCase())
  const wrong = ids.find((id) => !isGuid(id.slice(1, -1)))
  if (wrong !== undefined) throw invalidXml(`'${wrong}' is no id in braces`)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice) throw invalidXml(`the id ${twice} is there twice`)
}

function checkControl(store: Store, table: Table | undefined, control: Element) {
  attribute(control, 'id')
  const type = attribute(control, 'classid').replace(/[{}]/g, '').toUpperCase()
  if (type === SUB_GRID) return checkSubGrid(store, control)
  if (type === WEB_RESOURCE) return checkResource(store, parameter(control, 'Url'))
  const field = control.attributes.datafieldname
  if (field === undefined || !table) return
  const column = table.columns[existing(table, field)]
  const fitting = column ? CONTROLS[kindOf(field, column)] : undefined
  if (fitting && !fitting.includes(type)) throw invalidXml(`the control {${type}} is not for the column ${field}`)
}

function checkSubGrid(store: Store, control: Element) {
  const table = store.schema.named(parameter(control, 'TargetEntityType'))
  const view = parameter(control, 'ViewId').replace(/[{}]/g, '').toLowerCase()
  const { returnedtypecode } = store.get('savedquery', view) ?? {}
  if (returnedtypecode !== table.name)
    throw badRequest(`The view ${view} of ${table.name} does not exist.`, '0x80040217')
  const name = within(control, 'RelationshipName')[0]?.text
  if (name && !relationshipsOf(store).some(({ SchemaName }) => SchemaName === name)) {
    throw badRequest(`The relationship ${name} does not exist.`, '0x80040217')
  }
}

/** Refuses the name of a web resource that does not exist. */
export function checkResource(store: Store, name: string) {
  for (const { values } of store.entries('webresource')) if (values.name === name) return
  throw badRequest(`The web resource ${name} does not exist.`, '0x80040217')
}

function parameter(control: Element, name: string): string {
  const [found] = within(control, name)
  if (!found) throw invalidXml(`the parameter ${name} of a control is missing`)
  return found.text
}

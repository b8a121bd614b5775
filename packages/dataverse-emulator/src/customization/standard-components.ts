import { randomUUID } from 'node:crypto'
import type { Store } from '../store.ts'
import type { Table } from '../types.ts'
import { createRow } from '../write.ts'
import { pluralOf } from './make-table.ts'
import { objectTypeCode, tableDefinition } from './show-table.ts'

const VIEWS: [title: (plural: string) => string, querytype: number, state: number | undefined][] = [
  [(plural) => `Active ${plural}`, 0, 0],
  [(plural) => `Inactive ${plural}`, 0, 1],
  [(plural) => `${plural} Advanced Find View`, 1, 0],
  [(plural) => `${plural} Associated View`, 2, 0],
  [(plural) => `Quick Find Active ${plural}`, 4, 0],
  [(plural) => `${plural} Lookup View`, 64, 0],
]

const FORMS: [name: string, type: number][] = [
  ['Information', 2],
  ['Information', 6],
  ['Information', 11],
]

/** Adds the views and forms that a new table comes with. */
export function addStandardComponents(store: Store, table: Table) {
  const plural = pluralOf(tableDefinition(store, table))
  const code = objectTypeCode(store, table)
  for (const [title, querytype, state] of VIEWS) {
    const filter = `<filter type="and"><condition attribute="statecode" operator="eq" value="${state}" /></filter>`
    const quickFind = `<filter type="or" isquickfindfields="1"><condition attribute="${table.title}" operator="like" value="{0}" /></filter>`
    createRow(
      store,
      store.schema.named('savedquery'),
      {
        name: title(plural),
        returnedtypecode: table.name,
        querytype,
        isdefault: querytype !== 0 || state === 0,
        fetchxml: `<fetch version="1.0" mapping="logical"><entity name="${table.name}"><attribute name="${table.id}" /><attribute name="${table.title}" /><attribute name="createdon" /><order attribute="${table.title}" descending="false" />${filter}${querytype === 4 ? quickFind : ''}</entity></fetch>`,
        layoutxml: `<grid name="resultset" object="${code}" jump="${table.title}" select="1" icon="1" preview="1"><row name="result" id="${table.id}"><cell name="${table.title}" width="300" /><cell name="createdon" width="125" /></row></grid>`,
      },
      'user',
    )
  }
  for (const [name, type] of FORMS) {
    createRow(
      store,
      store.schema.named('systemform'),
      { name, objecttypecode: table.name, type, isdefault: true, formxml: formXml(table) },
      'user',
    )
  }
}

function formXml(table: Table): string {
  const [tab, section, cell] = [randomUUID(), randomUUID(), randomUUID()]
  return `<form><tabs><tab verticallayout="true" id="{${tab}}" IsUserDefined="1"><labels><label description="General" languagecode="1033" /></labels><columns><column width="100%"><sections><section showlabel="false" showbar="false" IsUserDefined="0" id="{${section}}"><labels><label description="General" languagecode="1033" /></labels><rows><row><cell id="{${cell}}"><labels><label description="Name" languagecode="1033" /></labels><control id="${table.title}" classid="{4273EDBD-AC1D-40D3-9FB2-095C621B552D}" datafieldname="${table.title}" /></cell></row></rows></section></sections></column></columns></tab></tabs></form>`
}

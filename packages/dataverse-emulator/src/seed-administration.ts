import { DEFAULT } from './customization/solutions.ts'
import { ORGANIZATION } from './metadata.ts'
import { OTHER_PRIVILEGES, PRIVILEGE_TYPES, privilegeName } from './privileges.ts'
import type { Store } from './store.ts'
import { createRow } from './write.ts'

/** Adds the rows of every environment: a root business unit, messages with their tables, and privileges. */
export function seedAdministration(store: Store) {
  const create = (table: string, values: Record<string, string | number>) =>
    createRow(store, store.schema.named(table), values, 'user')
  create('businessunit', { businessunitid: ORGANIZATION.businessUnit, name: 'Contoso' })
  create('publisher', {
    publisherid: DEFAULT.publisher,
    uniquename: `DefaultPublisher${ORGANIZATION.name}`,
    friendlyname: 'Default Publisher',
    customizationprefix: 'new',
    customizationoptionvalueprefix: 10_000,
  })
  create('solution', {
    solutionid: DEFAULT.solution,
    uniquename: 'Default',
    friendlyname: 'Default Solution',
    version: '1.0',
    publisherid: DEFAULT.publisher,
  })
  create('settingdefinition', { uniquename: 'AllowNotificationsEarlyAccess', defaultvalue: 'false' })
  for (const name of ['Create', 'Update', 'Delete']) {
    const sdkmessageid = create('sdkmessage', { name })
    for (const table of store.schema.tables())
      create('sdkmessagefilter', { primaryobjecttypecode: table.name, sdkmessageid })
  }
  const ofTables = store.schema
    .tables()
    .flatMap((table) => PRIVILEGE_TYPES.map((type) => privilegeName(type, table.name)))
  for (const name of [...ofTables, ...OTHER_PRIVILEGES]) create('privilege', { name })
}

import { choice, required, table, text, whole, yesNo } from './column.ts'
import type { Column, Table } from './types.ts'

// Tables of an environment's components. Columns and option values:
// learn.microsoft.com/power-apps/developer/data-platform/reference/entities.

const id: Column = { type: 'id' }
const xml = () => text(1_048_576)

const publisher = table('publisher', {
  title: 'friendlyname',
  columns: {
    uniquename: text(256),
    friendlyname: text(256),
    description: text(2000),
    customizationprefix: text(8),
    customizationoptionvalueprefix: whole(),
  },
})

const solution = table('solution', {
  title: 'friendlyname',
  columns: {
    uniquename: text(65),
    friendlyname: text(256),
    description: text(2000),
    version: text(256),
    ismanaged: yesNo(),
    publisherid: required({ publisher: 'publisherid' }, 'restrict'),
  },
})

const component = table('solutioncomponent', {
  title: 'objectid',
  columns: {
    componenttype: whole(),
    objectid: id,
    rootcomponentbehavior: whole(),
    solutionid: required({ solution: 'solutionid' }, 'cascade'),
  },
})

const view = table('savedquery', {
  set: 'savedqueries',
  title: 'name',
  columns: {
    name: text(200),
    description: text(2000),
    returnedtypecode: text(128),
    querytype: whole(),
    isdefault: yesNo(),
    fetchxml: xml(),
    layoutxml: xml(),
  },
})

const form = table('systemform', {
  id: 'formid',
  title: 'name',
  columns: {
    name: text(100),
    description: text(2000),
    objecttypecode: text(128),
    type: whole(),
    formactivationstate: choice(['Inactive', 'Active'], 0, 1),
    isdefault: yesNo(),
    formxml: xml(),
  },
})

const chart = table('savedqueryvisualization', {
  title: 'name',
  columns: {
    name: text(100),
    description: text(2000),
    primaryentitytypecode: text(128),
    isdefault: yesNo(),
    datadescription: xml(),
    presentationdescription: xml(),
  },
})

const webResource = table('webresource', {
  set: 'webresourceset',
  title: 'name',
  columns: {
    name: text(256),
    displayname: text(200),
    description: text(2000),
    webresourcetype: {
      type: 'choice',
      options: {
        1: 'HTML',
        2: 'CSS',
        3: 'JScript',
        4: 'XML',
        5: 'PNG',
        6: 'JPG',
        7: 'GIF',
        10: 'ICO',
        11: 'SVG',
        12: 'RESX',
      },
    },
    languagecode: whole(),
    content: text(1_073_741_823),
  },
})

const siteMap = table('sitemap', {
  title: 'sitemapname',
  columns: { sitemapname: text(200), sitemapnameunique: text(256), isappaware: yesNo(), sitemapxml: xml() },
})

const app = table('appmodule', {
  title: 'name',
  columns: {
    name: text(100),
    uniquename: text(100),
    description: text(2000),
    clienttype: whole(),
    formfactor: whole(),
    navigationtype: whole(),
    webresourceid: id,
  },
})

const appComponent = table('appmodulecomponent', {
  title: 'objectid',
  columns: {
    appmoduleid: required({ appmodule: 'appmoduleid' }, 'cascade'),
    componenttype: whole(),
    objectid: id,
  },
})

const appRole = table('appmoduleroles', {
  set: 'appmodulerolescollection',
  title: 'appmoduleid',
  columns: {
    appmoduleid: required({ appmodule: 'appmoduleid' }, 'cascade'),
    roleid: required({ role: 'roleid' }, 'cascade'),
  },
})

export const CUSTOMIZATION_TABLES: Table[] = [
  publisher,
  solution,
  component,
  view,
  form,
  chart,
  webResource,
  siteMap,
  app,
  appComponent,
  appRole,
]

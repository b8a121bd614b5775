import { choice, lookup, required, table, text, whole, yesNo } from './column.ts'
import type { Table } from './types.ts'

// Tables of an environment's administration: webhooks, roles and users. Columns and option values:
// learn.microsoft.com/power-apps/developer/data-platform/reference/entities.

const unit = table('businessunit', {
  title: 'name',
  columns: { name: text(160), parentbusinessunitid: lookup({ businessunit: 'parentbusinessunitid' }) },
})

const user = table('systemuser', {
  title: 'fullname',
  columns: {
    fullname: text(200),
    jobtitle: text(100),
    isdisabled: yesNo(),
    applicationid: { type: 'id' },
    businessunitid: lookup({ businessunit: 'businessunitid' }),
  },
})

/** Choices of a user, who has one such row, under the id of the user. */
const userSettings = table('usersettings', {
  id: 'systemuserid',
  set: 'usersettingscollection',
  title: 'systemuserid',
  columns: { uilanguageid: whole(), timezonecode: whole() },
})

const team = table('team', {
  title: 'name',
  columns: { name: text(160), businessunitid: lookup({ businessunit: 'businessunitid' }) },
})

const role = table('role', {
  title: 'name',
  columns: { name: text(100), businessunitid: required({ businessunit: 'businessunitid' }, 'restrict') },
})

const privilege = table('privilege', { title: 'name', columns: { name: text(100) } })

const rolePrivilege = table('roleprivileges', {
  set: 'roleprivilegescollection',
  columns: {
    roleid: required({ role: 'roleid' }, 'cascade'),
    privilegeid: required({ privilege: 'privilegeid' }, 'cascade'),
    privilegedepthmask: whole(),
  },
})

const userRole = table('systemuserroles', {
  set: 'systemuserrolescollection',
  columns: {
    systemuserid: required({ systemuser: 'systemuserid' }, 'cascade'),
    roleid: required({ role: 'roleid' }, 'cascade'),
  },
})

const endpoint = table('serviceendpoint', {
  title: 'name',
  columns: {
    name: text(160),
    description: text(100),
    url: text(2000),
    contract: choice(['Webhook'], 8),
    authtype: choice(['WebhookKey', 'HttpHeader', 'HttpQueryString'], 4),
    authvalue: { type: 'text', max: 2048, writeOnly: true },
    isauthvalueset: { type: 'yesNo', filled: 'authvalue', readOnly: true },
  },
})

const message = table('sdkmessage', { title: 'name', columns: { name: text(256) } })

const messageFilter = table('sdkmessagefilter', {
  title: 'primaryobjecttypecode',
  columns: {
    primaryobjecttypecode: text(128),
    sdkmessageid: required({ sdkmessage: 'sdkmessageid' }, 'cascade'),
  },
})

const step = table('sdkmessageprocessingstep', {
  title: 'name',
  columns: {
    name: text(256),
    stage: { type: 'choice', options: { 10: 'Pre-validation', 20: 'Pre-operation', 40: 'Post-operation' } },
    mode: { type: 'choice', options: { 0: 'Synchronous', 1: 'Asynchronous' } },
    rank: whole(),
    supporteddeployment: choice(['Server Only', 'Client Only', 'Both'], 0, 0),
    asyncautodelete: yesNo(),
    filteringattributes: text(100_000),
    eventhandler: required({ serviceendpoint: 'eventhandler_serviceendpoint' }, 'restrict'),
    sdkmessageid: required({ sdkmessage: 'sdkmessageid' }, 'restrict'),
    sdkmessagefilterid: lookup({ sdkmessagefilter: 'sdkmessagefilterid' }),
  },
})

const job = table('asyncoperation', {
  title: 'name',
  changeTracking: false,
  columns: {
    name: text(256),
    message: text(1_000_000),
    owningextensionid: lookup({ sdkmessageprocessingstep: 'owningextensionid' }),
  },
})

export const ADMINISTRATION_TABLES: Table[] = [
  unit,
  user,
  userSettings,
  team,
  role,
  privilege,
  rolePrivilege,
  userRole,
  endpoint,
  message,
  messageFilter,
  step,
  job,
]

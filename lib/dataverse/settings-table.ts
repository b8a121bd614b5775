import { Choice, Text, YesNo } from './column-types.ts'
import { keysOf, table } from './table-definition.ts'

const choices = {
  wbc_engagement: YesNo,
  wbc_actions: YesNo,
  wbc_monthskept: Choice,
  wbc_registeredthere: Choice,
  wbc_consentpurposeid: Text,
  wbc_livecheckins: YesNo,
  wbc_loginonly: YesNo,
  wbc_mailsfrom: Choice,
  wbc_blocklate: YesNo,
  wbc_templatetag: Text,
  wbc_erasedeleted: YesNo,
}

export const settingsTables = {
  /** A row holds what administrators decided for an account. It has the id of its configuration. */
  accountSettings: table('wbc_accountsettings', {
    own: true,
    privileges: ['Create', 'Read', 'Write', 'Append'],
    watched: {},
    read: choices,
    written: ['wbc_name', 'wbc_ConfigurationId@odata.bind', ...keysOf(choices)],
  }),
} as const

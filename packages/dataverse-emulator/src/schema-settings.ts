import { choice, lookup, table, text, whole, yesNo } from './column.ts'
import type { Column } from './types.ts'

const yes = (): Column => ({ type: 'yesNo', default: true })

/** The choices that administrators make for an account of the connector. */
export const ACCOUNT_SETTINGS = table('wbc_accountsettings', {
  set: 'wbc_accountsettingses',
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_name: text(200),
    wbc_configurationid: lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
    wbc_engagement: yes(),
    wbc_actions: yes(),
    wbc_monthskept: whole(1, 120),
    wbc_registeredthere: choice(['Only list them', 'Register known contacts', 'Also make contacts'], 524_130_000),
    wbc_consentpurposeid: text(100),
    wbc_livecheckins: yes(),
    wbc_loginonly: yesNo(),
    wbc_mailsfrom: choice(['ON24', 'Dynamics'], 524_130_000),
    wbc_blocklate: yesNo(),
    wbc_templatetag: text(100),
    wbc_erasedeleted: yesNo(),
  },
})

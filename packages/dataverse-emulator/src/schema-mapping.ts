import { choice, lookup, table, text, whole, yesNo } from './column.ts'

const place = {
  wbc_configurationid: lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
  wbc_eventid: lookup({ msevtmgt_event: 'wbc_EventId' }),
  wbc_sessionid: lookup({ msevtmgt_session: 'wbc_SessionId' }),
}

const fieldMapping = table('wbc_fieldmapping', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_name: text(200),
    ...place,
    wbc_field: text(50),
    wbc_source: choice(
      ['Contact', 'Account of the contact', 'Registration', 'Answer in the form', 'The same for everybody'],
      524_130_000,
    ),
    wbc_column: text(100),
    wbc_constant: text(1000),
    wbc_valuemap: { type: 'text', max: 10_000, memo: true },
    wbc_default: text(1000),
    wbc_toolong: choice(['Cut it', 'Do not send the registration'], 524_130_000),
    wbc_problem: text(1000),
  },
})

const providerField = table('wbc_providerfield', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_name: text(200),
    ...place,
    wbc_field: text(50),
    wbc_required: yesNo(),
    wbc_options: { type: 'text', max: 20_000, memo: true },
    wbc_missing: whole(0),
    wbc_position: whole(0, 1000),
    wbc_maxlength: whole(0, 1_000_000),
  },
})

export const MAPPING_TABLES = [fieldMapping, providerField]

import { choice, lookup, table, text } from './column.ts'
import type { Table } from './types.ts'

// The consent center of real-time journeys. Columns and option values:
// learn.microsoft.com/dynamics365/developer/reference/entities/msdynmkt_contactpointconsent4

const start = 534_120_000

const purpose = table('msdynmkt_purpose', {
  owned: true,
  title: 'msdynmkt_name',
  changeTracking: false,
  columns: { msdynmkt_name: text(100) },
})

const contactPointConsent = table('msdynmkt_contactpointconsent4', {
  owned: true,
  title: 'msdynmkt_contactpointvalue',
  changeTracking: false,
  columns: {
    msdynmkt_contactpointvalue: text(400),
    msdynmkt_contactpointtype: choice(['Email', 'Text Message', 'Custom', 'Voice'], start),
    msdynmkt_contactpointconsenttype: choice(['Purpose', 'Topic'], start),
    msdynmkt_value: choice(['Not Set', 'Opted In', 'Opted Out'], start),
    msdynmkt_source: choice(
      ['Internal', 'Preference page', 'Text message', 'Loaded', 'Preference Center'],
      start,
      start,
    ),
    msdynmkt_logicalreason: choice(
      ['No reasons', 'Opt-in - Advertisement', 'Opt-in - Landing page', 'Opt-in - Events'],
      start - 1,
    ),
    msdynmkt_reason: text(500),
    msdynmkt_purposeid: lookup({ msdynmkt_purpose: 'msdynmkt_purposeId' }),
  },
})

export const CONSENT_TABLES: Table[] = [purpose, contactPointConsent]

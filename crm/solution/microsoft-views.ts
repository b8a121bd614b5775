import { options } from '../../lib/dataverse/options.ts'
import { tables } from '../../lib/dataverse/tables.ts'
import { sentence } from '../../lib/messages/sentence.ts'
import type { Filter, View } from './shapes.ts'

const active = { column: 'statecode', is: 'eq', value: 0 }
const { event, session, eventRegistration, sessionRegistration } = tables
const synced = 'msevtmgt_syncedwithprovider'
const newest = { column: 'createdon', descending: true }

const registrations = [
  { table: eventRegistration.name, webinar: event.name, lookup: 'msevtmgt_eventid', end: 'msevtmgt_eventenddate' },
  { table: sessionRegistration.name, webinar: session.name, lookup: 'msevtmgt_sessionid', end: 'msevtmgt_endtime' },
]

const outcome = (lookup: string) => [
  { name: 'msevtmgt_contactid', width: 180 },
  { name: lookup, width: 220 },
  { name: 'msevtmgt_publishingstate', width: 150 },
  { name: 'msevtmgt_registrationstatus', width: 400 },
  { name: 'createdon', width: 140 },
]

/** People who registered for a webinar ahead, and whom ON24 does not know. */
const waiting: View[] = registrations.map(({ table, webinar, lookup, end }) => ({
  table,
  key: 'not at ON24 yet',
  words: { en: 'Not at ON24 yet', de: 'Noch nicht bei ON24' },
  description: {
    en: 'Registrations for webinars ahead whom ON24 does not know yet.',
    de: 'Registrierungen für künftige Webinare, die ON24 noch nicht kennt.',
  },
  columns: outcome(lookup),
  order: newest,
  filter: [
    active,
    { any: [no('msevtmgt_iscanceled'), isEmpty('msevtmgt_iscanceled')] },
    { any: [{ column: synced, is: 'eq', value: options.synced.no }, isEmpty(synced)] },
  ],
  through: { lookup, table: webinar, filter: ahead(end) },
}))

const refused: View[] = registrations.map(({ table, lookup }) => ({
  table,
  key: 'refused',
  words: { en: 'Refused', de: 'Abgelehnt' },
  description: {
    en: 'Registrations that were not taken; the registration status says why and what to do.',
    de: 'Registrierungen, die nicht angenommen wurden; der Registrierungsstatus nennt Grund und Abhilfe.',
  },
  columns: outcome(lookup),
  order: newest,
  filter: [
    active,
    { any: [no('msevtmgt_iscanceled'), isEmpty('msevtmgt_iscanceled')] },
    {
      column: 'msevtmgt_publishingstate',
      is: 'in',
      value: [options.publishing.parentFailed, options.publishing.failed, options.publishing.providerError],
    },
  ],
}))

const attention: View[] = [
  { table: event.name, start: 'msevtmgt_eventstartdate' },
  { table: session.name, start: 'msevtmgt_starttime' },
].map(({ table, start }) => ({
  table,
  key: 'needs attention',
  words: { en: 'Webinars that need attention', de: 'Webinare mit Handlungsbedarf' },
  description: {
    en: 'Webinars for which somebody has to do something; the reason says what.',
    de: 'Webinare, für die jemand etwas tun muss; der Grund sagt, was.',
  },
  columns: [
    { name: 'msevtmgt_name', width: 250 },
    { name: start, width: 140 },
    { name: 'msevtmgt_webinarstatus', width: 130 },
    { name: 'msevtmgt_webinarstatusreason', width: 500 },
  ],
  order: { column: start, descending: false },
  filter: [
    active,
    {
      column: 'msevtmgt_webinarstatus',
      is: 'in',
      value: (['en', 'de'] as const).map((language) => sentence({ code: 'status_attention' }, language)),
    },
  ],
}))

/** Views of the connector's own on Microsoft's tables, of which nothing is changed. */
export const microsoftViews: readonly View[] = [...waiting, ...refused, ...attention]

/** The webinar has an account, and is not over. Its end is kept as the wall clock shows it, so today counts whole. */
function ahead(end: string): Filter {
  return [
    active,
    { column: 'msevtmgt_webinarconfigurationid', is: 'not-null' },
    {
      any: [
        { column: end, is: 'today' },
        { column: end, is: 'next-x-years', value: 100 },
      ],
    },
  ]
}

function no(column: string) {
  return { column, is: 'eq', value: 0 }
}

function isEmpty(column: string) {
  return { column, is: 'null' }
}

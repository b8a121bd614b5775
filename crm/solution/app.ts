import { pageName } from './page.ts'
import type { App, PeopleRole } from './shapes.ts'

const attendance = ['wbc_attendee', 'wbc_attendeeaction', 'wbc_unmatchedattendee']
const mapping = ['wbc_fieldmapping', 'wbc_providerfield']

/** The app in which all of this is found. Microsoft's own apps are left as they are. */
export const app: App = {
  words: { en: 'Webinars', de: 'Webinare' },
  description: {
    en: 'Webinars that need attention, and requests to the webinar connector.',
    de: 'Webinare mit Handlungsbedarf und Aufträge an den Webinar-Connector.',
  },
  page: { resource: pageName, words: { en: 'Overview', de: 'Überblick' } },
  groups: [
    {
      key: 'webinars',
      words: { en: 'Webinars', de: 'Webinare' },
      tables: [
        'msevtmgt_event',
        'msevtmgt_session',
        'msevtmgt_eventregistration',
        'msevtmgt_sessionregistration',
        'wbc_foundwebinar',
      ],
    },
    {
      key: 'connector',
      words: { en: 'Connector', de: 'Connector' },
      tables: ['wbc_webinarledger', 'wbc_dailyledger', 'wbc_request'],
    },
    {
      key: 'attendance',
      words: { en: 'Attendance', de: 'Teilnahme' },
      tables: attendance,
    },
    {
      key: 'settings',
      words: { en: 'Settings', de: 'Einstellungen' },
      tables: ['wbc_accountsettings', ...mapping],
    },
  ],
}

const reads = (...tables: readonly string[]) =>
  Object.fromEntries(tables.map((table) => [table, { Read: 'Global' } as const]))
const readsAll = reads(
  ...['wbc_foundwebinar', 'wbc_webinarledger', 'wbc_dailyledger', 'wbc_accountsettings'],
  ...attendance,
  ...mapping,
)

const writes = { Create: 'Global', Read: 'Global', Write: 'Global', Delete: 'Global', Append: 'Global' } as const

const planner: PeopleRole['privileges'] = {
  ...readsAll,
  wbc_request: { Create: 'Basic', Read: 'Global', Write: 'Basic', Append: 'Basic' },
  // A request may be about one.
  wbc_foundwebinar: { Read: 'Global', AppendTo: 'Global' },
  wbc_unmatchedattendee: { Read: 'Global', AppendTo: 'Global' },
  // An owner of events is told of refused registrations.
  appnotification: { Read: 'Basic' },
}

/** Roles for people, beside those of event management. */
export const peopleRoles: readonly PeopleRole[] = [
  { name: 'Webinar connector reader', privileges: { ...readsAll, ...reads('wbc_request') } },
  { name: 'Webinar connector planner', privileges: planner },
  {
    name: 'Webinar connector administrator',
    privileges: {
      ...planner,
      wbc_accountsettings: { Read: 'Global', Write: 'Global' },
      // A line sends personal data to a third party.
      wbc_fieldmapping: writes,
    },
  },
]

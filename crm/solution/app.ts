import { pageName } from './page.ts'
import type { App, PeopleRole } from './shapes.ts'

const attendance = ['wbc_attendee', 'wbc_attendeeaction', 'wbc_unmatchedattendee']
const mapping = ['wbc_fieldmapping', 'wbc_providerfield']
const readsMapping = Object.fromEntries(mapping.map((table) => [table, { Read: 'Global' } as const]))
const readsAttendance = Object.fromEntries(attendance.map((table) => [table, { Read: 'Global' } as const]))

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
      tables: ['msevtmgt_event', 'msevtmgt_session', 'msevtmgt_eventregistration', 'msevtmgt_sessionregistration'],
    },
    {
      key: 'connector',
      words: { en: 'Connector', de: 'Connector' },
      tables: ['wbc_webinarledger', 'wbc_dailyledger', 'wbc_request', ...mapping],
    },
    {
      key: 'attendance',
      words: { en: 'Attendance', de: 'Teilnahme' },
      tables: attendance,
    },
  ],
}

const readsLedger = { wbc_webinarledger: { Read: 'Global' }, wbc_dailyledger: { Read: 'Global' } } as const

/** Roles for people, beside those of event management. */
export const peopleRoles: readonly PeopleRole[] = [
  {
    name: 'Webinar connector reader',
    privileges: { ...readsLedger, ...readsAttendance, ...readsMapping, wbc_request: { Read: 'Global' } },
  },
  {
    name: 'Webinar connector planner',
    privileges: {
      ...readsLedger,
      ...readsAttendance,
      // A line sends personal data to a third party: administrators decide, or whom they let.
      ...readsMapping,
      wbc_request: { Create: 'Basic', Read: 'Global', Write: 'Basic', Append: 'Basic' },
      ...readsLedger,
      // An owner of events is told of refused registrations.
      appnotification: { Read: 'Basic' },
    },
  },
]

import type { Column, LookupColumn, OwnTable, Words } from './shapes.ts'
import { writtenByConnector } from './written-by-connector.ts'

type Texts = [words: Words, description: Words]
const both = (en: string, de: string): Words => ({ en, de })
const whole = (schema: string, [words, description]: Texts): Column => ({
  ...{ schema, words, description, type: 'whole', min: 0, max: 2_147_483_647 },
})
const time = (schema: string, [words, description]: Texts): Column => ({ schema, words, description, type: 'time' })

const counts = [
  whole('wbc_Due', [
    both('Due', 'Fällig'),
    both(
      'Registrations in Dynamics that should be at the webinar provider: sent, waiting and refused together.',
      'Registrierungen in Dynamics, die beim Webinar-Anbieter sein sollen: gesendete, wartende und abgelehnte zusammen.',
    ),
  ]),
  whole('wbc_Sent', [
    both('Sent', 'Gesendet'),
    both('Those that are at the webinar provider.', 'Diejenigen, die beim Webinar-Anbieter sind.'),
  ]),
  whole('wbc_Waiting', [
    both('Waiting', 'Wartend'),
    both('Those that the connector still has to send.', 'Diejenigen, die der Connector noch senden muss.'),
  ]),
  whole('wbc_Refused', [
    both('Refused', 'Abgelehnt'),
    both('Those that somebody has to put right.', 'Diejenigen, die jemand berichtigen muss.'),
  ]),
  whole('wbc_Cancelled', [
    both('Cancelled', 'Storniert'),
    both('Registrations that were cancelled.', 'Registrierungen, die storniert wurden.'),
  ]),
]

const audience = [
  whole('wbc_Attendees', [
    both('Attendees', 'Teilnehmende'),
    both('People who took part, live or on demand.', 'Personen, die live oder später teilgenommen haben.'),
  ]),
  whole('wbc_Matched', [
    both('Matched', 'Zugeordnet'),
    both('Attendees whose registration was found.', 'Teilnehmende, deren Registrierung gefunden wurde.'),
  ]),
  whole('wbc_Unmatched', [
    both('Unmatched', 'Nicht zugeordnet'),
    both('Attendees without a registration.', 'Teilnehmende ohne Registrierung.'),
  ]),
]

const drift = [
  whole('wbc_DriftFound', [
    both('Differences found', 'Gefundene Abweichungen'),
    both(
      'Differences between Dynamics and the webinar provider that reviews have found.',
      'Abweichungen zwischen Dynamics und dem Webinar-Anbieter, die Prüfungen gefunden haben.',
    ),
  ]),
  whole('wbc_DriftRepaired', [
    both('Differences repaired', 'Behobene Abweichungen'),
    both(
      'Those of them that the review after it did not find any more.',
      'Diejenigen davon, die die folgende Prüfung nicht mehr gefunden hat.',
    ),
  ]),
]

const configuration: LookupColumn = {
  schema: 'wbc_ConfigurationId',
  to: 'msevtmgt_webinarconfiguration',
  words: both('Webinar configuration', 'Webinarkonfiguration'),
  description: both('The account at the webinar provider.', 'Das Konto beim Webinar-Anbieter.'),
}

/** A row is a webinar: how many registrations there are, and what became of them. */
export const webinarLedger: OwnTable = {
  schema: 'wbc_WebinarLedger',
  words: both('Webinar ledger', 'Webinarbilanz'),
  plural: both('Webinar ledger', 'Webinarbilanz'),
  description: both(
    'The registrations of each webinar, and what became of them. Kept by the webinar connector.',
    'Die Registrierungen jedes Webinars und was aus ihnen geworden ist. Führt der Webinar-Connector.',
  ),
  ...writtenByConnector,
  primary: {
    ...{ schema: 'wbc_Name', type: 'text', length: 200, words: both('Webinar', 'Webinar') },
    description: both('The title of the webinar.', 'Der Titel des Webinars.'),
  },
  columns: [
    time('wbc_StartsOn', [both('Starts', 'Beginn'), both('When the webinar begins.', 'Wann das Webinar beginnt.')]),
    time('wbc_EndsOn', [both('Ends', 'Ende'), both('When the webinar ends.', 'Wann das Webinar endet.')]),
    ...counts,
    time('wbc_WaitingSince', [
      both('Waiting since', 'Wartend seit'),
      both('When the oldest of those that wait began to.', 'Seit wann die älteste der wartenden wartet.'),
    ]),
    {
      ...{ schema: 'wbc_Refusals', type: 'memo', length: 4000, words: both('Reasons', 'Gründe') },
      description: both(
        'Why they were refused, and how many for it.',
        'Warum abgelehnt wurde, und wie viele deswegen.',
      ),
    },
    ...audience,
    whole('wbc_Minutes', [
      both('Minutes watched', 'Gesehene Minuten'),
      both('Live and on demand, of all attendees.', 'Live und später, von allen Teilnehmenden.'),
    ]),
    time('wbc_ReviewedOn', [
      both('Reviewed', 'Geprüft'),
      both('When it was last compared with the provider.', 'Wann zuletzt mit dem Anbieter verglichen wurde.'),
    ]),
    time('wbc_PulledOn', [
      both('Attendance read', 'Teilnahme gelesen'),
      both('When attendance was last read.', 'Wann die Teilnahme zuletzt gelesen wurde.'),
    ]),
    ...drift,
    {
      ...{ schema: 'wbc_Attention', type: 'yes or no', words: both('Needs somebody', 'Braucht jemanden') },
      ...{ yes: both('Yes', 'Ja'), no: both('No', 'Nein') },
      description: both(
        'A registration was refused or waits for an hour, or the webinar itself needs attention.',
        'Eine Registrierung wurde abgelehnt oder wartet seit einer Stunde, oder das Webinar selbst braucht jemanden.',
      ),
    },
  ],
  lookups: [
    {
      ...{ schema: 'wbc_EventId', to: 'msevtmgt_event', words: both('Event', 'Event') },
      description: both('The event that runs as the webinar.', 'Das Event, das als Webinar läuft.'),
    },
    {
      ...{ schema: 'wbc_SessionId', to: 'msevtmgt_session', words: both('Session', 'Sitzung') },
      description: both('The session that runs as the webinar.', 'Die Sitzung, die als Webinar läuft.'),
    },
    configuration,
  ],
}

/** A row is a day of an account. */
export const dailyLedger: OwnTable = {
  schema: 'wbc_DailyLedger',
  words: both('Daily ledger', 'Tagesbilanz'),
  plural: both('Daily ledger', 'Tagesbilanz'),
  description: both(
    'The registrations that were made on each day (UTC), for each account. Kept by the webinar connector.',
    'Die Registrierungen, die an jedem Tag (UTC) entstanden sind, je Konto. Führt der Webinar-Connector.',
  ),
  ...writtenByConnector,
  primary: {
    ...{ schema: 'wbc_Name', type: 'text', length: 200, words: both('Name', 'Name') },
    description: both('The day and the account.', 'Der Tag und das Konto.'),
  },
  columns: [
    {
      ...{ schema: 'wbc_Day', type: 'date', words: both('Day', 'Tag') },
      description: both('A day from midnight to midnight UTC.', 'Ein Tag von Mitternacht bis Mitternacht UTC.'),
    },
    ...counts,
    whole('wbc_MeanSeconds', [
      both('Mean time (s)', 'Mittlere Zeit (s)'),
      both('Seconds from the row to the webinar provider.', 'Sekunden von der Zeile bis zum Webinar-Anbieter.'),
    ]),
    whole('wbc_SlowestSeconds', [
      both('Longest time (s)', 'Längste Zeit (s)'),
      both('The same, of the slowest.', 'Dasselbe, für die langsamste.'),
    ]),
    ...audience,
    ...drift,
  ],
  lookups: [configuration],
}

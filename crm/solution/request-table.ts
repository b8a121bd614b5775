import type { GlobalChoice, OwnTable } from './shapes.ts'

/** The kinds of requests. A value that a row has stays what it means. */
export const requestKind: GlobalChoice = {
  name: 'wbc_requestkind',
  words: { en: 'Kind of request', de: 'Art des Auftrags' },
  description: { en: 'What the webinar connector is asked to do.', de: 'Was der Webinar-Connector tun soll.' },
  options: [
    { value: 524130000, words: { en: 'Check a webinar', de: 'Webinar prüfen' } },
    { value: 524130001, words: { en: 'Send again', de: 'Erneut senden' } },
    { value: 524130002, words: { en: 'Backfill', de: 'Bestand nachholen' } },
    { value: 524130003, words: { en: 'Erase a person', de: 'Person löschen' } },
    { value: 524130004, words: { en: 'Read attendance now', de: 'Teilnahme jetzt lesen' } },
    { value: 524130005, words: { en: 'Refresh webinar types', de: 'Webinararten aktualisieren' } },
    { value: 524130013, words: { en: 'Revoke the join link', de: 'Teilnahmelink sperren' } },
    { value: 524130007, words: { en: 'Make an event', de: 'Event anlegen' } },
    { value: 524130008, words: { en: 'This contact', de: 'Dieser Kontakt' } },
    { value: 524130009, words: { en: 'Make a contact', de: 'Kontakt anlegen' } },
    { value: 524130010, words: { en: 'Ignore', de: 'Ignorieren' } },
    { value: 524130006, words: { en: 'Delete old attendees', de: 'Alte Teilnahmen löschen' } },
    { value: 524130011, words: { en: 'Read the fields', de: 'Felder lesen' } },
    { value: 524130012, words: { en: 'Show what is sent', de: 'Zeigen, was gesendet wird' } },
  ],
}

/** A row is an order to the connector, which answers on the row. */
export const request: OwnTable = {
  schema: 'wbc_Request',
  words: { en: 'Webinar request', de: 'Webinar-Auftrag' },
  plural: { en: 'Webinar requests', de: 'Webinar-Aufträge' },
  description: {
    en: 'An order to the webinar connector, and its answer.',
    de: 'Ein Auftrag an den Webinar-Connector und seine Antwort.',
  },
  ownership: 'UserOwned',
  audited: true,
  tracked: true,
  primary: {
    schema: 'wbc_Name',
    type: 'text',
    length: 200,
    words: { en: 'Name', de: 'Name' },
    description: {
      en: 'Filled in by the connector where it is empty.',
      de: 'Füllt der Connector aus, wenn nichts eingetragen ist.',
    },
  },
  columns: [
    {
      schema: 'wbc_Answer',
      type: 'memo',
      length: 5000,
      words: { en: 'Answer', de: 'Antwort' },
      description: { en: 'What came of it, in sentences.', de: 'Was daraus geworden ist, in Sätzen.' },
    },
    {
      schema: 'wbc_Progress',
      type: 'whole',
      min: 0,
      max: 100,
      words: { en: 'Progress (%)', de: 'Fortschritt (%)' },
      description: { en: 'Percent that is done.', de: 'Prozent, die erledigt sind.' },
    },
    {
      schema: 'wbc_DryRun',
      type: 'yes or no',
      yes: { en: 'Yes', de: 'Ja' },
      no: { en: 'No', de: 'Nein' },
      words: { en: 'Show only', de: 'Nur zeigen' },
      description: {
        en: 'A backfill, or a deletion, only shows what it would do.',
        de: 'Das Nachholen oder Löschen zeigt nur, was es tun würde.',
      },
    },
    {
      schema: 'wbc_RunId',
      type: 'text',
      length: 100,
      words: { en: 'Run', de: 'Lauf' },
      description: { en: 'Id of the run that does the work.', de: 'Kennung des Laufs, der die Arbeit tut.' },
    },
    {
      schema: 'wbc_StartedOn',
      type: 'time',
      words: { en: 'Started', de: 'Begonnen' },
      description: { en: 'When the connector began.', de: 'Wann der Connector begonnen hat.' },
    },
    {
      schema: 'wbc_FinishedOn',
      type: 'time',
      words: { en: 'Finished', de: 'Beendet' },
      description: { en: 'When the connector was done.', de: 'Wann der Connector fertig war.' },
    },
    {
      schema: 'wbc_Kind',
      type: 'global choice',
      choice: requestKind.name,
      words: { en: 'Kind', de: 'Art' },
      description: { en: 'What the connector is asked to do.', de: 'Was der Connector tun soll.' },
    },
    {
      schema: 'wbc_State',
      type: 'choice',
      options: [
        { value: 524130000, words: { en: 'Waiting', de: 'Wartet' } },
        { value: 524130001, words: { en: 'Running', de: 'Läuft' } },
        { value: 524130002, words: { en: 'Done', de: 'Erledigt' } },
        { value: 524130003, words: { en: 'Failed', de: 'Gescheitert' } },
      ],
      words: { en: 'State', de: 'Stand' },
      description: { en: 'How far it is; empty is waiting.', de: 'Wie weit es ist; leer heißt: wartet.' },
    },
  ],
  lookups: [
    {
      schema: 'wbc_EventId',
      to: 'msevtmgt_event',
      words: { en: 'Event', de: 'Event' },
      description: { en: 'The event that it is about.', de: 'Das Event, um das es geht.' },
    },
    {
      schema: 'wbc_SessionId',
      to: 'msevtmgt_session',
      words: { en: 'Session', de: 'Sitzung' },
      description: { en: 'The session that it is about.', de: 'Die Sitzung, um die es geht.' },
    },
    {
      schema: 'wbc_EventRegistrationId',
      to: 'msevtmgt_eventregistration',
      words: { en: 'Event registration', de: 'Eventregistrierung' },
      description: { en: 'The registration that it is about.', de: 'Die Registrierung, um die es geht.' },
    },
    {
      schema: 'wbc_SessionRegistrationId',
      to: 'msevtmgt_sessionregistration',
      words: { en: 'Session registration', de: 'Sitzungsregistrierung' },
      description: { en: 'The registration that it is about.', de: 'Die Registrierung, um die es geht.' },
    },
    {
      schema: 'wbc_ConfigurationId',
      to: 'msevtmgt_webinarconfiguration',
      words: { en: 'Webinar configuration', de: 'Webinarkonfiguration' },
      description: { en: 'The account that it is about.', de: 'Das Konto, um das es geht.' },
    },
    {
      schema: 'wbc_FoundWebinarId',
      to: 'wbc_foundwebinar',
      words: { en: 'Found webinar', de: 'Gefundenes Webinar' },
      description: { en: 'The webinar that gets an event.', de: 'Das Webinar, das ein Event bekommt.' },
    },
    {
      schema: 'wbc_UnmatchedAttendeeId',
      to: 'wbc_unmatchedattendee',
      words: { en: 'Unmatched attendee', de: 'Teilnahme ohne Zuordnung' },
      description: { en: 'The attendee who belongs to nobody yet.', de: 'Die Teilnahme, die noch niemandem gehört.' },
    },
    {
      schema: 'wbc_ContactId',
      to: 'contact',
      words: { en: 'Contact', de: 'Kontakt' },
      description: { en: 'The contact that it is about.', de: 'Der Kontakt, um den es geht.' },
    },
  ],
}

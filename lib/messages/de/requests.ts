import type { requests as english } from '../en/requests.ts'
import type { Translation } from '../message.ts'

/** Of a call to the connector, for its caller. */
export const requests: Translation<typeof english> = {
  body_not_json: 'Der Inhalt ist kein JSON.',
  body_not_object: 'Der Inhalt muss ein JSON-Objekt sein.',
  body_not_filter: 'Der Inhalt muss ein JSON-Objekt sein; {} steht für alle.',
  body_empty: 'Der Inhalt ist leer.',
  body_too_large: ({ kilobytes }) => `Der Inhalt ist größer als die erlaubten ${kilobytes} KB.`,
  body_too_deep: ({ levels }) => `Der Inhalt ist tiefer verschachtelt als die erlaubten ${levels} Ebenen.`,
  body_too_slow: ({ seconds }) => `Der Inhalt kam nicht innerhalb von ${seconds} Sekunden an.`,
  body_not_context: 'Der Inhalt ist nicht das JSON eines Ausführungskontexts von Dataverse.',
  body_without_table: 'Der Inhalt nennt keine Tabelle (PrimaryEntityName).',
  body_without_row: 'Der Inhalt nennt keine Zeile (PrimaryEntityId).',
  unknown_member: ({ member, members }) =>
    members
      ? `${member} ist unbekannt; der Inhalt hat ${members}.`
      : `${member} ist unbekannt; dieser Aufruf hat keinen Inhalt.`,
  unknown_query: ({ member, members }) =>
    members
      ? `${member} ist in der Abfrage unbekannt; sie hat ${members}.`
      : `${member} ist in der Abfrage unbekannt; dieser Aufruf hat keine.`,
  not_boolean: ({ member }) => `${member} muss true oder false sein.`,
  not_guid: ({ member }) => `${member} muss eine GUID sein.`,
  not_failure: ({ member }) => `${member} muss die ID eines Fehlschlags sein, wie GET /failures sie zeigt.`,
  not_audit_record: ({ member }) => `${member} muss das next sein, das GET /audit gab.`,
  not_time: ({ member }) =>
    `${member} muss ein Datum oder eine Zeit in UTC sein, wie 2026-11-26 oder 2026-11-26T16:00:00Z.`,
  not_one_of: ({ member, values }) => `${member} muss einer dieser Werte sein: ${values}.`,
  too_long: ({ member, most }) => `${member} muss, wenn angegeben, Text von höchstens ${most} Zeichen sein.`,
  wrong_credential: ({ member, provider }) =>
    `${member} muss ${credentials[member]?.(provider) ?? `so sein, wie ${provider} es angibt`}.`,
  terms_must_be_accepted: ({ member, provider }) =>
    `${member} muss true sein: Den Bedingungen von ${provider} muss zugestimmt werden.`,
  not_address: ({ member }) => `${member} muss eine E-Mail-Adresse sein.`,
  not_one_person: 'Geben Sie entweder contact oder email an.',
  nothing_asked_for: 'Bitte verlangen Sie registrations, attendance oder beides.',

  wrong_organization: 'Der Header x-ms-dynamics-organization muss die Umgebung dieses Konnektors nennen.',
  provider_unknown: 'Diesen Anbieter kennt der Konnektor nicht.',
  configuration_unknown: 'Es gibt keine Webinarkonfiguration mit dieser ID.',
  client_id_missing: [
    'Die Webinarkonfiguration in Dynamics hat keine Client-ID.',
    'Eine Administratorin oder ein Administrator von Dynamics gibt sie dort zuerst ein; dann wiederholen Sie dies bitte.',
  ],
  client_id_differs: [
    'Die Webinarkonfiguration in Dynamics hat eine andere Client-ID.',
    'Bitte berichtigen Sie die falsche: Beide müssen gleich sein.',
  ],
  removal_unknown: 'Diese Webinarkonfiguration wurde hier nicht entfernt.',
  credentials_not_kept: 'Für diese Webinarkonfiguration sind keine Zugangsdaten gespeichert.',
  webinar_row_unknown: 'In Dynamics gibt es keine Veranstaltung oder Sitzung mit dieser ID.',
  not_a_webinar: ({ kind }) =>
    `Diese ${kind === 'event' ? 'Veranstaltung' : 'Sitzung'} wird nicht als Webinar gehalten.`,
  attendance_not_read: 'Die Teilnahme an dieser Veranstaltung oder Sitzung wurde noch nicht gelesen.',
  backfill_unknown: 'Es gibt keine Nachlieferung mit dieser ID.',
  erasure_unknown: 'Es gibt keine Löschung mit dieser ID.',
  run_unknown: 'Es gibt keinen Lauf mit dieser ID.',
  failure_unknown: 'Es gibt keinen Fehlschlag mit dieser ID.',
  failure_without_row: 'Die Nachricht nannte keine Zeile, es gibt also nichts neu zu senden.',

  conflict: 'Dies wurde im selben Augenblick an anderer Stelle geändert.',
  try_later: 'Bitte versuchen Sie es in einigen Minuten noch einmal.',
  try_at_once: 'Bitte versuchen Sie es noch einmal.',
  unforeseen: ({ correlation }) => `Etwas ist schiefgegangen. Bitte nennen Sie Ihrer Administration ${correlation}.`,
}

const credentials: Record<string, (provider: string) => string> = {
  clientId: (provider) => `die Zahl sein, die ${provider} neben dem Token zeigt`,
  accessTokenKey: (provider) => `der Schlüssel des Tokens von ${provider} sein, ohne Leerzeichen`,
  accessTokenSecret: (provider) => `das Geheimnis des Tokens von ${provider} sein, ohne Leerzeichen`,
}

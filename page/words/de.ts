import type { Account, Request, RequestKind } from '../model.ts'
import type { View } from '../rules/route.ts'
import { engagement } from './de/engagement.ts'
import { fields } from './de/fields.ts'
import { found } from './de/found.ts'
import { meanings } from './de/meanings.ts'
import { problems } from './de/problems.ts'
import { settings } from './de/settings.ts'
import type { Words } from './en.ts'

const views: Record<View, string> = {
  overview: 'Überblick',
  attention: 'Handlungsbedarf',
  ahead: 'Kommende Webinare',
  past: 'Vergangene Webinare',
  fields: 'Felder',
  accounts: 'Konten',
  requests: 'Aufträge',
}

const kinds: Record<RequestKind, string> = {
  check: 'Prüfen',
  resend: 'Erneut senden',
  backfill: 'Bestand nachholen',
  attendance: 'Teilnahme jetzt lesen',
  types: 'Webinararten aktualisieren',
  revokeLink: 'Teilnahmelink sperren',
  makeEvent: 'Event anlegen',
  purge: 'Alte Teilnahmen löschen',
  thisContact: 'Dieser Kontakt',
  makeContact: 'Kontakt anlegen',
  ignore: 'Ignorieren',
  fields: 'Felder lesen',
  preview: 'Zeigen, was gesendet wird',
}

const states: Record<Request['state'], string> = {
  waiting: 'Wartet',
  running: 'Läuft',
  done: 'Erledigt',
  failed: 'Gescheitert',
}

const healths: Record<Account['health'], string> = {
  healthy: 'In Ordnung',
  'not authenticated': 'Zugangsdaten abgelehnt',
  forbidden: 'Rechte fehlen',
  unhealthy: 'Außer Betrieb',
  unknown: 'Noch nicht benutzt',
}

const { format: n } = new Intl.NumberFormat('de')

/** All that the page says, in German. */
export const de: Words = {
  title: 'Webinare',
  navigation: 'Teile dieser Seite',
  views,
  kinds,
  states,
  healths,
  problem: (kind, part, said) => problems[kind](part, said),
  failed:
    'Dieser Teil der Seite ist gescheitert: Laden Sie die Seite neu. Hilft das nicht, sagen Sie es einem Administrator.',
  loading: 'Wird geladen …',
  refresh: 'Aktualisieren',
  asOf: (time) => `Stand: ${time}`,
  refreshed: (time) => `Aktualisiert um ${time}.`,
  open: (name) => `„${name}“ in Dynamics öffnen`,
  unnamed: '(ohne Namen)',
  showNumbers: 'Zahlen anzeigen',
  whatItMeans: 'Was die Zahlen bedeuten',
  meanings,
  engagement,
  fields,
  found,
  settings,

  yesterday: 'Gestern',
  today: 'Heute',
  nextDays: 'Nächste sieben Tage',
  due: 'Registrierungen',
  sent: 'Beim Anbieter',
  waiting: 'Wartend',
  refused: 'Abgelehnt',
  cancelled: 'Storniert',
  meanTime: 'Zeit bis zum Anbieter, im Mittel',
  slowestTime: 'Längste Zeit',
  webinars: 'Webinare',
  noneRegistered: 'Niemand hat sich registriert.',
  allThere: (count) =>
    count === 1 ? 'Die eine Registrierung ist beim Anbieter.' : `Alle ${n(count)} Registrierungen sind beim Anbieter.`,
  notAll: (missing, due) =>
    missing === 1
      ? `1 von ${n(due)} Registrierungen ist nicht beim Anbieter.`
      : `${n(missing)} von ${n(due)} Registrierungen sind nicht beim Anbieter.`,
  days: 'Die Tage sind die der UTC.',
  byDay: 'Registrierungen nach Ergebnis',
  timeByDay: 'Zeit bis zum Anbieter',
  attendance: 'Teilnahme',
  noDays: 'In den letzten 30 Tagen hat sich niemand registriert.',
  noPast: 'In den letzten 90 Tagen ist kein Webinar zu Ende gegangen.',
  day: 'Tag',

  nothingNeeded: 'Es gibt nichts zu tun.',
  account: 'Konto',
  webinar: 'Webinar',
  registration: 'Registrierung',
  waitingSince: (count, since) =>
    count === 1
      ? `1 Registrierung wartet seit ${since}.`
      : `${n(count)} Registrierungen warten, die älteste seit ${since}.`,
  moreRefusals: (shown, count) => `Gezeigt werden die neuesten ${n(shown)} von ${n(count)} Registrierungen.`,
  sendAgain: 'Erneut senden',
  sendAllAgain: 'Alle abgelehnten erneut senden',

  startsOn: 'Beginn',
  status: 'Stand',
  registrations: 'Registrierungen',
  sentOfDue: (sent, due) => `${n(sent)} von ${n(due)} beim Anbieter`,
  lastReview: (time) => `Zuletzt geprüft: ${time}`,
  noneAhead: 'Es steht kein Webinar bevor.',
  check: 'Prüfen',
  showBackfill: 'Zeigen, was das Nachholen täte',
  doBackfill: 'Wirklich nachholen',
  attended: 'Teilnehmer',
  minutes: 'Minuten',
  unmatched: 'Ohne Registrierung',
  readAttendance: 'Teilnahme jetzt lesen',
  lastPull: (time) => `Zuletzt gelesen: ${time}`,
  unmatchedDo: 'Was tun',
  showUnmatched: (count) => `Teilnehmer ohne Registrierung (${n(count)})`,
  person: 'Person',
  reason: 'Grund',
  notCounted: 'Noch nicht gezählt',

  noAccounts:
    'Es gibt keine Webinarkonfiguration: Ein Administrator legt sie in Dynamics an, unter Einstellungen > Eventmanagement.',
  terms: 'Bedingungen des Anbieters',
  termsAccepted: (by, on) => `Angenommen von ${by || 'jemandem'} am ${on}.`,
  termsOpen:
    'Noch nicht angenommen. Bis jemand sie für Ihre Organisation annimmt, wird nichts an den Anbieter gesendet.',
  acceptTerms: 'Für die Organisation annehmen',
  termsRow: 'Bedingungen des Webinaranbieters angenommen',
  clientId: 'Client-ID',
  accessTokenKey: 'Schlüssel des Zugriffstokens',
  accessTokenSecret: 'Geheimnis des Zugriffstokens',
  enterCredentials: 'Zugangsdaten eingeben',
  saveCredentials: 'Speichern und prüfen lassen',
  credentialsHint:
    'Der Connector prüft sie beim Anbieter, bewahrt sie verschlüsselt auf und nimmt beide Geheimnisse binnen Sekunden von der Zeile.',
  credentialsChecked: 'Die Zugangsdaten werden geprüft.',
  credentialsSaved: 'Gespeichert. Die Meldung des Kontos sagt binnen Sekunden, ob der Anbieter sie annimmt.',
  incomplete: 'Füllen Sie alle drei Felder aus.',
  lastUse: 'Zuletzt benutzt',
  lastMetrics: 'Teilnahme zuletzt gelesen',
  refreshTypes: 'Webinararten aktualisieren',

  noRequests: 'Es wurde noch nichts in Auftrag gegeben.',
  orderedBy: (by, on) => `${by}, ${on}`,
  dryRun: 'nur zeigen',
  answer: 'Antwort',
  progress: 'Fortschritt',
  ordered: (kind) => `${kind}: in Auftrag gegeben.`,
  orderState: (kind, state) => `${kind}: ${state}.`,
}

import type { ProblemKind } from '../../model.ts'
import type { Part } from '../en/problems.ts'

const parts: Record<Part, string> = {
  webinars: 'Webinare',
  registrations: 'Registrierungen',
  accounts: 'Webinarkonfigurationen',
  terms: 'die Annahme der Bedingungen',
  ledger: 'die Zahlen des Connectors',
  unmatched: 'Teilnehmer ohne Registrierung',
  engagement: 'die Teilnehmenden und was sie taten',
  actions: 'Antworten und Fragen der Teilnehmenden',
  found: 'Webinare, die nur bei ON24 stehen',
  settings: 'die Kontoeinstellungen',
  mapping: 'Felder und was gesendet wird',
  contacts: 'Kontakte',
  requests: 'Aufträge',
}

export const problems: Record<ProblemKind, (part: Part, said: string) => string> = {
  missing: (part) =>
    `Dynamics hat noch keinen Platz für ${parts[part]}, oder einen älteren: Ein Administrator führt „npm run crm -- apply“ erneut aus, mit der neuesten Version des Connectors.`,
  changed: () =>
    'Jemand hat das inzwischen geändert oder gelöscht: Brechen Sie ab, sehen Sie nach, wie es jetzt ist, und ändern Sie es erneut.',
  forbidden: (part) =>
    `Ihre Rollen in Dynamics schließen ${parts[part]} nicht ein: Bitten Sie einen Administrator um die Rolle „Webinar connector ${part === 'mapping' ? 'administrator' : 'planner'}“ oder um Rechte auf diese Zeilen.`,
  'too many': (part) =>
    `Es sind mehr als 50.000 Zeilen (${parts[part]}), zu viele für eine Summe auf dieser Seite: Die App „Webinare“ hat Ansichten und Diagramme davon.`,
  'signed out': () =>
    'Sie sind nicht mehr bei Dynamics angemeldet: Melden Sie sich dort an und laden Sie diese Seite neu.',
  unreachable: () => 'Dynamics ist nicht erreichbar, oder Sie sind nicht mehr angemeldet: Laden Sie diese Seite neu.',
  busy: () =>
    'Dynamics ist überlastet oder außer Betrieb: Diese Seite versucht es binnen einer Minute von selbst wieder.',
  refused: (_, said) => `Dynamics hat abgelehnt: ${said || 'ohne Begründung.'}`,
}

import type { Fault, Source } from '../../rules/mapping.ts'
import type { Words } from '../en.ts'

const { format: n } = new Intl.NumberFormat('de')

const sources: Record<Source, string> = {
  contact: 'Kontakt',
  account: 'Firma des Kontakts',
  registration: 'Registrierung',
  answer: 'Antwort im Formular',
  constant: 'Für alle gleich',
}

const faults: Record<Fault, string> = {
  column: 'Wählen Sie eine Spalte.',
  question: 'Tragen Sie die Frage ein, wie sie im Formular steht.',
  constant: 'Tragen Sie den Wert ein, der für alle gesendet wird.',
  option: 'ON24 nimmt für dieses Feld nur Werte der eigenen Liste: Wählen Sie einen davon.',
  'too long':
    'Das ist zu lang: Ein Wert hat höchstens 1.000 Zeichen, eine Spalte oder Frage 100, alle Wertepaare zusammen 10.000.',
  'equals sign': 'Ein Wert aus Dynamics mit einem Gleichheitszeichen kann hier nicht stehen.',
}

export const fields: Words['fields'] = {
  shownFor: 'Gezeigt für',
  all: (account) => `${account}: alle Webinare`,
  about:
    'E-Mail, Vorname, Nachname, Firma und Position werden immer gesendet. Was sonst an ON24 geht, steht hier, je Feld eine Zeile.',
  aboutWebinar:
    'Eine Zeile, die hier entsteht, gilt nur für dieses Webinar. Wo es keine hat, gilt die Zeile seines Kontos.',
  read: 'Felder von ON24 lesen',
  none: 'Die Felder wurden noch nicht von ON24 gelesen.',
  ofAccount: 'Die Felder dieses Webinars wurden noch nicht von ON24 gelesen: Gezeigt werden die seines Kontos.',
  table: 'Felder und was gesendet wird',
  field: 'Feld',
  origin: 'Kommt aus',
  wrong: 'Was nicht stimmt',
  change: 'Ändern',
  required: 'Pflichtfeld',
  maxLength: (most) => `höchstens ${n(most)} Zeichen`,
  options: (count) => (count === 1 ? 'ein Wert zur Auswahl' : `${n(count)} Werte zur Auswahl`),
  notInForm: 'Das Formular hat dieses Feld nicht.',
  always: 'Wird immer gesendet',
  nothing: 'Nichts wird gesendet',
  standard: 'Von selbst, weil niemand etwas anderes bestimmt hat',
  sources,
  from: (source, what) => `${sources[source]}: ${what}`,
  reach: {
    here: 'nur für dieses Webinar',
    event: 'für alle Sitzungen des Events',
    account: 'für alle Webinare des Kontos',
  },
  fallback: (value) => `Wenn keiner da ist: ${value}`,
  pairs: (count) =>
    count === 1 ? 'Ein Wert wird als ein anderer gesendet.' : `${n(count)} Werte werden als andere gesendet.`,
  refused: 'Ist er zu lang, wird die Registrierung nicht gesendet.',
  trouble: (trouble) => {
    if (trouble.kind === 'problem') return trouble.text
    if (trouble.kind === 'unmapped') return 'ON24 verlangt dieses Feld, und nichts wird dafür gesendet.'
    return trouble.count === 1
      ? '1 Registrierung hat keinen Wert.'
      : `${n(trouble.count)} Registrierungen haben keinen Wert.`
  },
  add: 'Zuordnen',
  edit: 'Bearbeiten',
  override: 'Nur für dieses Webinar ändern',
  line: (field) => `Was als „${field}“ gesendet wird`,
  column: 'Spalte',
  choose: '(wählen)',
  question: 'Frage, wie sie im Formular steht',
  constant: 'Wert für alle',
  values: 'Werte, die als andere gesendet werden',
  inDynamics: 'Wert in Dynamics',
  atProvider: 'Wert bei ON24',
  asItIs: '(wie er ist)',
  addValue: 'Wert hinzufügen',
  ifNone: 'Wenn keiner da ist',
  leaveOut: '(nichts)',
  tooLong: 'Wenn er zu lang ist',
  cut: 'Kürzen',
  refuse: 'Registrierung nicht senden',
  save: 'Speichern',
  cancel: 'Abbrechen',
  remove: 'Zeile löschen',
  faults,
  preview: 'Eine Registrierung ansehen',
  previewWhat: 'Der Connector sagt, welchen Wert jedes Feld für diese Person bekäme. An ON24 wird nichts gesendet.',
  previewWhere: 'Um eine Registrierung anzusehen, wählen Sie oben ein Webinar.',
  person: 'Anfang des Namens oder der E-Mail-Adresse',
  search: 'Suchen',
  nobody: 'Niemand wurde gefunden.',
  more: (shown) => `Gezeigt werden die ersten ${n(shown)}: Tippen Sie mehr vom Namen, um andere zu finden.`,
}

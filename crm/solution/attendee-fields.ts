import { type EngagementField, engagementFields } from '../../lib/model/engagement.ts'
import type { Column, Words } from './shapes.ts'

type Texts = { words: Words; description: Words }
const texts = (en: string, de: string, enMore: string, deMore: string): Texts => ({
  words: { en, de },
  description: { en: enMore, de: deMore },
})
const lastLive = ['When they were last there live.', 'Zuletzt live dabei.'] as const
const utm = ['From the link by which they registered.', 'Aus dem Link, über den die Registrierung kam.'] as const

/** The words of each fact of an attendee. */
const fieldWords: Record<EngagementField, Texts> = {
  score: texts(
    'Engagement score',
    'Engagement-Wert',
    'ON24’s own score from 0 to 10, up to a day late.',
    'ON24s eigener Wert von 0 bis 10, bis zu einen Tag alt.',
  ),
  liveMinutes: texts('Minutes live', 'Minuten live', 'How long they watched live.', 'Wie lange live zugesehen wurde.'),
  onDemandMinutes: texts(
    'Minutes on demand',
    'Minuten auf Abruf',
    'How long they watched the recording.',
    'Wie lange die Aufzeichnung gesehen wurde.',
  ),
  firstLiveOn: texts('First live', 'Zuerst live', 'When they joined live.', 'Live zuerst dabei.'),
  lastLiveOn: texts('Last live', 'Zuletzt live', ...lastLive),
  firstOnDemandOn: texts(
    'First on demand',
    'Zuerst auf Abruf',
    'When they first opened the recording.',
    'Aufzeichnung zuerst geöffnet.',
  ),
  lastOnDemandOn: texts(
    'Last on demand',
    'Zuletzt auf Abruf',
    'When they last watched the recording.',
    'Aufzeichnung zuletzt gesehen.',
  ),
  questions: texts('Questions', 'Fragen', 'Questions that they asked.', 'Gestellte Fragen.'),
  polls: texts('Polls', 'Umfragen', 'Polls that they answered.', 'Beantwortete Umfragen.'),
  surveys: texts('Surveys', 'Fragebögen', 'Surveys that they answered.', 'Beantwortete Fragebögen.'),
  resources: texts('Resources', 'Materialien', 'Resources that they opened.', 'Geöffnete Materialien.'),
  callsToAction: texts(
    'Calls to action',
    'Handlungsaufrufe',
    'Calls to action that they followed.',
    'Handlungsaufrufe, denen gefolgt wurde.',
  ),
  certifications: texts('Certifications', 'Zertifikate', 'Certifications that they took.', 'Abgelegte Zertifikate.'),
  meetings: texts('Meetings booked', 'Gebuchte Termine', 'Meetings that they booked.', 'Gebuchte Termine.'),
  reactions: texts('Reactions', 'Reaktionen', 'Reactions such as hearts.', 'Reaktionen wie Herzen.'),
  certificateResult: texts(
    'Certificate',
    'Zertifikat',
    'As ON24 says it: C is certified.',
    'Wie ON24 es angibt: C ist zertifiziert.',
  ),
  certificateOn: texts(
    'Certified on',
    'Zertifiziert am',
    'When the certificate was given.',
    'Wann es ausgestellt wurde.',
  ),
  partnerCode: texts('Partner code', 'Partnercode', 'Of the registration.', 'Der Registrierung.'),
  attendancePartnerCode: texts(
    'Partner code at attendance',
    'Partnercode der Teilnahme',
    'Of the link by which they came.',
    'Des Links, über den die Teilnahme kam.',
  ),
  utmSource: texts('UTM source', 'UTM-Quelle', ...utm),
  utmMedium: texts('UTM medium', 'UTM-Medium', ...utm),
  utmCampaign: texts('UTM campaign', 'UTM-Kampagne', ...utm),
  utmTerm: texts('UTM term', 'UTM-Begriff', ...utm),
  utmContent: texts('UTM content', 'UTM-Inhalt', ...utm),
  marketingConsent: texts(
    'Marketing consent',
    'Werbeeinwilligung',
    'Whether they agreed to marketing e-mails at ON24.',
    'Ob bei ON24 in Werbe-E-Mails eingewilligt wurde.',
  ),
  profileLink: texts('Profile at ON24', 'Profil bei ON24', 'The person at ON24.', 'Die Person bei ON24.'),
}

const types = {
  count: { type: 'whole', min: 0, max: 1_000_000 },
  decimal: { type: 'decimal', min: 0, max: 1_000_000, places: 2 },
  time: { type: 'time' },
  text: { type: 'text', length: 400 },
  flag: { type: 'yes or no', yes: { en: 'Given', de: 'Erteilt' }, no: { en: 'Not given', de: 'Nicht erteilt' } },
  link: { type: 'link', length: 1000 },
} as const

const fields = Object.keys(engagementFields) as EngagementField[]

/** A column of each fact that is known of an attendee. */
export const engagementColumns: readonly Column[] = fields.map((field) => ({
  schema: `wbc_${field.charAt(0).toUpperCase()}${field.slice(1)}`,
  ...types[engagementFields[field]],
  ...fieldWords[field],
}))

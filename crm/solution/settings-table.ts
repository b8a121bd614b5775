import { options } from '../../lib/dataverse/options.ts'
import type { Column, OwnTable, Words } from './shapes.ts'

const both = (en: string, de: string): Words => ({ en, de })

function yesNo(schema: string, words: Words, description: Words, standard?: true): Column {
  const column: Column = {
    schema,
    type: 'yes or no',
    yes: both('Yes', 'Ja'),
    no: both('No', 'Nein'),
    words,
    description,
  }
  return standard ? { ...column, standard } : column
}

const { registeredThere, mailsFrom } = options

/** A row holds what administrators decided for an account. The connector makes it, and changes nothing on it. */
export const accountSettings: OwnTable = {
  schema: 'wbc_AccountSettings',
  words: both('Account settings', 'Kontoeinstellungen'),
  plural: both('Account settings', 'Kontoeinstellungen'),
  description: both(
    'What you decide for each account at the webinar provider. The connector makes a row for each account.',
    'Was Sie für jedes Konto beim Webinar-Anbieter festlegen. Der Connector legt je Konto eine Zeile an.',
  ),
  ...{ ownership: 'UserOwned', audited: true, tracked: false },
  primary: {
    ...{ schema: 'wbc_Name', type: 'text', length: 200, words: both('Name', 'Name') },
    description: both('Names the account.', 'Benennt das Konto.'),
  },
  columns: [
    yesNo(
      'wbc_Engagement',
      both('Bring attendees', 'Teilnahmen holen'),
      both(
        'Whether each attendee becomes a row, beside the check-in. Rows that are there stay.',
        'Ob je Teilnahme eine Zeile entsteht, neben dem Check-in. Vorhandene Zeilen bleiben.',
      ),
      true,
    ),
    yesNo(
      'wbc_Actions',
      both('Bring actions', 'Aktionen holen'),
      both(
        'Whether answers, questions and clicks of attendees become rows. Needs the attendees.',
        'Ob Antworten, Fragen und Klicks zu Zeilen werden. Setzt die Teilnahmen voraus.',
      ),
      true,
    ),
    {
      ...{ schema: 'wbc_MonthsKept', type: 'whole', min: 1, max: 120, words: both('Months kept', 'Monate behalten') },
      description: both(
        'So long after the end of a webinar its attendees are kept here. Empty: for ever.',
        'So lange nach dem Ende eines Webinars bleiben seine Teilnahmen hier. Leer: für immer.',
      ),
    },
    {
      schema: 'wbc_RegisteredThere',
      type: 'choice',
      options: [
        { value: registeredThere.list, words: both('Only list them', 'Nur auflisten') },
        {
          value: registeredThere.knownContacts,
          words: both('Register known contacts', 'Bekannte Kontakte registrieren'),
        },
        { value: registeredThere.allContacts, words: both('Also make contacts', 'Auch Kontakte anlegen') },
      ],
      words: both('Registered at ON24', 'Bei ON24 registriert'),
      description: both(
        'What is done for people who registered at ON24 itself.',
        'Was für Personen geschieht, die sich bei ON24 selbst registriert haben.',
      ),
    },
    {
      ...{
        schema: 'wbc_ConsentPurposeId',
        type: 'text',
        length: 100,
        words: both('Consent purpose', 'Einwilligungszweck'),
      },
      description: both(
        'Id of the purpose in Dynamics for which consents given at ON24 are recorded. Empty: none are.',
        'Kennung des Zwecks in Dynamics, für den Einwilligungen von ON24 festgehalten werden. Leer: keine.',
      ),
    },
    yesNo(
      'wbc_LiveCheckIns',
      both('Check in while it runs', 'Während des Webinars einchecken'),
      both(
        'Whether people are checked in within minutes of joining.',
        'Ob Personen binnen Minuten nach dem Beitritt eingecheckt werden.',
      ),
      true,
    ),
    yesNo(
      'wbc_LoginOnly',
      both('Login Only at ON24', '„Login Only“ bei ON24'),
      both(
        'Whether registration at ON24 is set to “Login Only”, so that a link signs people in.',
        'Ob die Registrierung bei ON24 auf „Login Only“ steht, sodass ein Link anmeldet.',
      ),
    ),
    {
      schema: 'wbc_MailsFrom',
      type: 'choice',
      options: [
        { value: mailsFrom.provider, words: both('ON24', 'ON24') },
        { value: mailsFrom.crm, words: both('Dynamics', 'Dynamics') },
      ],
      words: both('Mails come from', 'E-Mails kommen von'),
      description: both('Who mails confirmations and reminders.', 'Wer Bestätigungen und Erinnerungen verschickt.'),
    },
    yesNo(
      'wbc_BlockLate',
      both('Block late cancellations', 'Späte Stornierungen sperren'),
      both(
        'Whether somebody who cancels after the start is blocked at ON24.',
        'Ob bei ON24 gesperrt wird, wer nach dem Beginn storniert.',
      ),
    ),
    {
      ...{ schema: 'wbc_TemplateTag', type: 'text', length: 100, words: both('Tag of templates', 'Tag für Vorlagen') },
      description: both(
        'Webinars at ON24 with this tag are offered as templates. Empty: none.',
        'Webinare bei ON24 mit diesem Tag werden als Vorlagen angeboten. Leer: keine.',
      ),
    },
    yesNo(
      'wbc_EraseDeleted',
      both('Erase deleted contacts', 'Gelöschte Kontakte löschen'),
      both(
        'Whether a contact that is deleted in Dynamics is erased at ON24, too, a day later.',
        'Ob ein in Dynamics gelöschter Kontakt einen Tag später auch bei ON24 gelöscht wird.',
      ),
    ),
  ],
  lookups: [
    {
      schema: 'wbc_ConfigurationId',
      to: 'msevtmgt_webinarconfiguration',
      words: both('Webinar configuration', 'Webinarkonfiguration'),
      description: both('The account for which this holds.', 'Das Konto, für das dies gilt.'),
    },
  ],
}

import type { Words } from '../en.ts'

const { format: n } = new Intl.NumberFormat('de')

const registeredThere = {
  list: 'Wer sich bei ON24 selbst registriert, wird nur aufgelistet, nach der Teilnahme.',
  knownContacts: 'Wer sich bei ON24 selbst registriert, bekommt eine Registrierung, wenn Dynamics den Kontakt hat.',
  allContacts:
    'Wer sich bei ON24 selbst registriert, bekommt eine Registrierung, und einen Kontakt, wenn es keinen gibt.',
}

export const settings: Words['settings'] = {
  title: 'Einstellungen',
  open: 'Einstellungen ändern',
  none: 'Der Connector legt die Einstellungen dieses Kontos an, sobald er die Zugangsdaten hat.',
  showPurge: 'Zeigen, was gelöscht würde',
  doPurge: 'Wirklich löschen',
  say: (its) => [
    its.engagement
      ? its.actions
        ? 'Teilnehmende kommen als Zeilen nach Dynamics, mit Antworten, Fragen und Klicks.'
        : 'Teilnehmende kommen als Zeilen nach Dynamics, ohne Antworten, Fragen und Klicks.'
      : 'Teilnehmende kommen nicht als Zeilen nach Dynamics; Check-ins schon.',
    its.monthsKept === undefined
      ? 'Zeilen der Teilnehmenden bleiben für immer.'
      : `Zeilen der Teilnehmenden bleiben ${its.monthsKept === 1 ? 'einen Monat' : `${n(its.monthsKept)} Monate`} nach dem Ende des Webinars.`,
    its.liveCheckIns
      ? 'Eingecheckt wird binnen Minuten, während das Webinar läuft.'
      : 'Eingecheckt wird nach dem Webinar.',
    its.loginOnly
      ? 'Teilnahmelinks melden an: Die Registrierung bei ON24 steht auf „Login Only“.'
      : 'Teilnahmelinks führen auf die Seite für Teilnehmende bei ON24.',
    its.mailsFrom === 'crm'
      ? 'Bestätigungen und Erinnerungen verschickt Dynamics.'
      : 'Bestätigungen und Erinnerungen verschickt ON24.',
    its.blockLate
      ? 'Wer nach dem Beginn storniert, wird bei ON24 gesperrt.'
      : 'Wer nach dem Beginn storniert, kann weiter zusehen.',
    its.templateTag
      ? `Webinare bei ON24 mit dem Tag „${its.templateTag}“ werden als Vorlagen angeboten.`
      : 'Webinare bei ON24 werden nicht als Vorlagen angeboten.',
    registeredThere[its.registeredThere],
    its.consentPurpose
      ? 'Werbeeinwilligungen von ON24 werden in Dynamics festgehalten, wenn es dort noch keinen Eintrag gibt.'
      : 'Werbeeinwilligungen von ON24 werden in Dynamics nicht festgehalten.',
    its.eraseDeleted
      ? 'Ein in Dynamics gelöschter Kontakt wird einen Tag später bei ON24 endgültig gelöscht.'
      : 'Ein in Dynamics gelöschter Kontakt wird bei ON24 nicht von selbst gelöscht.',
  ],
}

import type { configurations as english } from '../en/configurations.ts'
import type { Translation } from '../message.ts'

/** Of an account at a provider, for its administrator: in a column of 1,000 characters. */
export const configurations: Translation<typeof english> = {
  credentials_refused: ({ provider }) => [
    `${provider} nimmt die Zugangsdaten nicht an.`,
    `Bitte prüfen Sie das Token bei ${provider} oder geben Sie ein neues ein.`,
  ],
  client_unknown: ({ provider }) => [
    `${provider} kennt diese Client-ID nicht.`,
    'Bitte berichtigen Sie sie und geben Sie das Token noch einmal ein.',
  ],
  access_level_missing: ({ provider }) => [
    `Dem ${provider}-Token fehlt eine Berechtigung, die der Konnektor braucht.`,
    `Bitte ergänzen Sie sie bei ${provider} oder geben Sie ein Token ein, das sie hat.`,
  ],
  account_inactive: ({ provider }) => [
    `Das ${provider}-Konto ist inaktiv oder sein Vertrag ist beendet.`,
    `Bitte klären Sie das mit ${provider}.`,
  ],
  credentials_unreadable: [
    'Die gespeicherten Zugangsdaten lassen sich nicht mehr lesen.',
    'Bitte geben Sie sie noch einmal ein.',
  ],
  credentials_accepted: ({ provider }) => `${provider} nimmt die Zugangsdaten an.`,
  credentials_shared: ({ provider }) =>
    `${provider} nimmt die Zugangsdaten an. In diesem Konto hat auch eine andere Dynamics-Umgebung Webinare. Der Konnektor rührt diese nicht an.`,
  credentials_removed:
    'Die Zugangsdaten wurden entfernt, die Webinar-Integration ist deshalb ausgeschaltet. Das ist kein Fehler. Was der Webinaranbieter von Webinaren und Personen hat, bleibt dort. Zum Einschalten geben Sie bitte Zugangsdaten ein.',
  kept_in_force: ({ clientId }) => `Die Zugangsdaten des Clients ${clientId} gelten weiter.`,
  credentials_incomplete: ({ missing }) =>
    `Bitte geben Sie auch ${missing.map((name) => fields[name] ?? name).join(' und ')} ein.`,
  credentials_by_api: ({ provider }) => [
    `Zugangsdaten von ${provider} passen nicht in diese Felder.`,
    'Bitte geben Sie sie dem Konnektor mit PUT /configurations/{id}.',
  ],
  terms_first: ({ provider }) => [
    `An ${provider} wurde nichts gesendet, weil den Bedingungen nicht zugestimmt ist.`,
    'Bitte stimmen Sie zu: Der Konnektor bewahrt die Zugangsdaten versiegelt auf und macht von selbst weiter.',
  ],
  tries_again: 'Der Konnektor versucht es von selbst noch einmal.',
  tries_ended: [
    'Der Konnektor versucht es nicht mehr.',
    'Bitte leeren Sie das Feld mit dem Geheimnis des Zugriffstokens, speichern Sie, und geben Sie es noch einmal ein.',
  ],
  configuration_inactive: ['Die Webinarkonfiguration ist in Dynamics deaktiviert.', 'Bitte aktivieren Sie sie zuerst.'],
  other_provider: ({ provider }) => [
    'Die Webinarkonfiguration gehört in Dynamics zu einem anderen Webinaranbieter.',
    `Bitte verwenden Sie eine von ${provider}.`,
  ],
  token_idle: ({ provider, days, most }) => [
    `Das Token wurde zuletzt vor ${days} Tagen benutzt; ${provider} schaltet es nach ${most} Tagen ab.`,
    'Bitte prüfen Sie die Webinarkonfiguration: Damit wird es benutzt.',
  ],
  as_written: ({ text }) => text,

  terms_row: ({ provider }) => `Bedingungen von ${provider} akzeptiert`,
}

/** The fields of credentials as the form in Dynamics calls them. */
const fields: Record<string, string> = {
  clientId: 'die Client-ID',
  accessTokenKey: 'den Schlüssel des Zugriffstokens',
  accessTokenSecret: 'das Geheimnis des Zugriffstokens',
}

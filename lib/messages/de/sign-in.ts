import type { signIn as english } from '../en/sign-in.ts'
import type { Translation } from '../message.ts'

/** Of a caller's way in, for that caller. */
export const signIn: Translation<typeof english> = {
  token_missing: [
    'Dieser Aufruf braucht im Header Authorization ein Zugriffstoken von Microsoft Entra für den Konnektor.',
    'Bitte holen Sie eines und senden Sie es als Bearer.',
  ],
  token_expired: ['Das Zugriffstoken ist abgelaufen.', 'Bitte holen Sie ein neues.'],
  token_early: [
    'Das Zugriffstoken gilt noch nicht.',
    'Bitte versuchen Sie es in einigen Minuten noch einmal, oder holen Sie ein neues.',
  ],
  token_foreign: [
    'Dies ist kein Zugriffstoken für diesen Konnektor und seinen Mandanten.',
    'Bitte holen Sie eines für die Client-ID des Konnektors.',
  ],
  token_unknown: [
    'Das Zugriffstoken ist beschädigt, oder Microsoft Entra hat es nicht signiert.',
    'Bitte holen Sie ein neues.',
  ],
  role_missing: ({ role }) => [
    `Dieser Aufruf braucht die Rolle ${role} des Konnektors.`,
    'Eine Administratorin oder ein Administrator von Microsoft Entra vergibt sie, in der Unternehmensanwendung des Konnektors unter „Benutzer und Gruppen“; danach holen Sie bitte ein neues Token.',
  ],
  keys_switched_off: ({ route }) => [
    'Funktionsschlüssel öffnen hier keine Route, weil KEY_ROUTES ausgeschaltet ist.',
    `Bitte rufen Sie ${route} mit einem Zugriffstoken von Microsoft Entra auf.`,
  ],
  sign_in_not_set_up: [
    'Mit Microsoft Entra kann sich hier noch niemand anmelden.',
    'Der Betreiber der App setzt ENTRA_TENANT_ID und ENTRA_CLIENT_ID; bis dahin rufen Sie die Route bitte ohne v1 und mit ihrem Schlüssel auf.',
  ],
}

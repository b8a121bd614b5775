import type { attendees as english } from '../en/attendees.ts'
import type { Translation } from '../message.ts'

/** Zu Aufträgen über jemanden, der ohne Anmeldung teilnahm. */
export const attendees: Translation<typeof english> = {
  request_without_contact: [
    'Die Anforderung nennt keinen Kontakt, oder er wurde gelöscht.',
    'Bitte legen Sie eine neue an, die die Teilnahme ohne Zuordnung und den Kontakt nennt.',
  ],
  contact_inactive: ['Der Kontakt ist inaktiv.', 'Bitte wählen Sie den, der an seine Stelle trat.'],
  contacts_several: [
    'Mehrere Kontakte haben diese Adresse.',
    'Bitte legen Sie eine Anforderung an, die den richtigen nennt: Dieser Kontakt.',
  ],
  contact_similar: [
    'Dynamics hat einen inaktiven Kontakt mit dieser Adresse, oder einen mit einer anderen, die es für dieselbe hält; daher wurde keiner angelegt.',
    'Bitte legen Sie eine Anforderung an, die den richtigen Kontakt nennt: Dieser Kontakt.',
  ],
  attendee_tied: 'Zur Teilnahme gibt es nun eine Anmeldung des Kontakts. Das nächste Lesen der Teilnahme findet sie.',
  attendee_tied_before:
    'Die Teilnahme gehört nun zur Anmeldung, die der Kontakt schon hat. Das nächste Lesen der Teilnahme findet sie.',
  contact_made: 'Der Kontakt wurde angelegt, mit einer Anmeldung. Das nächste Lesen der Teilnahme findet sie.',
  attendee_ignored: 'Die Teilnahme wird nicht mehr aufgelistet.',
  attendee_without_address: [
    'Zur Teilnahme gibt es keine Adresse, unter der der Webinaranbieter die Person kennt.',
    'Sie kann nur ignoriert werden.',
  ],
  attendee_gone: ({ provider }) => [
    `${provider} führt niemanden mehr mit dieser Adresse.`,
    'Lesen Sie die Teilnahme jetzt; steht sie danach noch hier, ignorieren Sie sie bitte.',
  ],
  attendee_kept_out: ({ provider }) => [
    `Der Konnektor hat diese Person bei ${provider} gesperrt, daher wurde keine Anmeldung angelegt.`,
    'Soll sie eingelassen werden, melden Sie sie bitte in Dynamics an.',
  ],
}

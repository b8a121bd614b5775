import type { erasures as english } from '../en/erasures.ts'
import type { Translation } from '../message.ts'

/** Of the erasure of a person, for an administrator. */
export const erasures: Translation<typeof english> = {
  contact_unknown: 'In Dynamics gibt es keinen Kontakt mit dieser ID.',
  contact_without_address: [
    'Der Kontakt hat keine E-Mail-Adresse, und nur an ihr erkennt der Webinaranbieter Personen.',
    'Bitte nennen Sie statt des Kontakts die Adresse.',
  ],
  no_account_to_erase_in: [
    'Für kein Konto sind Zugangsdaten hinterlegt.',
    'Bitte geben Sie zuerst welche ein: ohne sie kann niemand gelöscht werden.',
  ],
  erase_without_credentials: [
    'Die Zugangsdaten des Kontos wurden entfernt, bevor die Person dort gelöscht war.',
    'Bitte löschen Sie sie beim Webinaranbieter.',
  ],
  erase_unsupported: [
    'Der Webinaranbieter bietet das Löschen von Personen nicht an.',
    'Jemand mit Zugang zum Konto erledigt es dort.',
  ],
  erase_address_unreadable: [
    'Die Adresse lässt sich nicht mehr lesen, weil ihr Schlüssel fort ist.',
    'Bitte ordnen Sie die Löschung erneut an.',
  ],
  erase_address_shared: [
    'Ein anderer Kontakt mit Anmeldungen hat eine Adresse des gelöschten Kontakts, daher wurde sie nicht gelöscht.',
    'Soll sie für beide fort, ordnet ein Administrator die Löschung der Adresse an.',
  ],
  erase_contact_is_back: 'Der Kontakt ist wieder in Dynamics, daher wurde nichts gelöscht.',
  erase_deleted_off: 'Das Konto löscht gelöschte Kontakte nicht mehr, daher wurde nichts gelöscht.',
  erase_left_in_crm:
    'Dynamics: Kontakt, Anmeldungen, Check-ins und alles Weitere, was dort über die Person steht, löscht Ihr Administrator.',
  erase_left_at_provider:
    'Webinaranbieter: frühere Aufzeichnungen, Exporte und E-Mails sowie Konten, die hier nicht verbunden sind, bleiben Ihnen und dem Anbieter überlassen.',
  erase_left_copies: 'Sicherungen und Kopien von Dynamics und des Speicherkontos enden mit ihrer eigenen Aufbewahrung.',
}

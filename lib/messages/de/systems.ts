import type { systems as english } from '../en/systems.ts'
import type { Translation } from '../message.ts'

/** Of the systems that the connector speaks to, for its administrator. */
export const systems: Translation<typeof english> = {
  unreachable: ({ system }) => `${system} ist zurzeit nicht erreichbar.`,
  unreadable_answer: ({ system }) => `Die Antwort von ${system} lässt sich nicht lesen.`,
  out_of_service: ({ system }) => `${system} meldet zurzeit eine eigene Störung.`,
  asked_to_wait: ({ system }) => `${system} nimmt zurzeit keine weiteren Aufrufe an.`,
  not_now: ({ system }) => `${system} lässt dies zurzeit nicht zu.`,
  provider_refused: ({ provider, said }) =>
    said ? `${provider} lehnt ab: „${said}“` : `${provider} lehnt dies ohne Begründung ab.`,
  provider_knows_not: ({ provider }) => `${provider} kennt dieses Webinar oder diese Person nicht.`,

  dataverse_no_access: [
    'Dataverse lässt den Konnektor nicht zu.',
    'Bitte prüfen Sie seinen Anwendungsbenutzer und dessen Sicherheitsrolle: npm run crm -- plan.',
  ],
  dataverse_refused: ({ said }) =>
    said ? `Dataverse lehnt die Daten ab: „${said}“` : 'Dataverse lehnt die Daten ohne Begründung ab.',
  row_gone: 'Diese Zeile gibt es in Dynamics nicht mehr.',
  no_dataverse_token: [
    'Die Identität des Konnektors bekommt kein Token für Dataverse.',
    'Bitte prüfen Sie, ob es die Identität noch gibt und ob sie der App zugewiesen ist.',
  ],

  storage_unreachable: 'Der Speicher des Konnektors ist zurzeit nicht erreichbar.',
  storage_refused:
    'Der Konnektor hat von seinem Speicher etwas verlangt, was dieser nie annimmt. Das ist ein Fehler des Konnektors.',
  record_unreadable: [
    'Diese Version des Konnektors kann einen seiner eigenen Datensätze nicht lesen.',
    'Sein Protokoll nennt den Datensatz: Bitte berichtigen Sie ihn, oder stellen Sie die Version bereit, die ihn schrieb.',
  ],
  vault_unreachable: 'Key Vault ist zurzeit nicht erreichbar.',
  vault_refuses: [
    'Key Vault lässt den Konnektor nicht zu.',
    'Sein Betreiber prüft die Rollen, die die Identität des Konnektors am Vault hat, und dessen Netzwerk: azd provision.',
  ],
  vault_key_missing: [
    'In Key Vault gibt es keinen brauchbaren Schlüssel für Zugangsdaten.',
    'Bitte legen Sie einen an.',
  ],
  vault_key_expired: [
    'Der Schlüssel für Zugangsdaten in Key Vault ist abgelaufen oder noch nicht gültig.',
    'Der Betreiber des Konnektors legt eine neue Version an.',
  ],
  vault_key_malformed: [
    'Der Schlüssel für Zugangsdaten in Key Vault besteht nicht aus 32 Byte in Base64.',
    'Bitte legen Sie eine neue Version an.',
  ],
}

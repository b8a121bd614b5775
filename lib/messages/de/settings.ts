import type { settings as english } from '../en/settings.ts'
import type { Translation } from '../message.ts'

/** Of the app's settings, for its operator. A value is never said. */
export const settings: Translation<typeof english> = {
  setting_missing: ({ setting }) => `${setting} fehlt.`,
  setting_empty: ({ setting }) => `${setting} ist leer.`,
  setting_no_address: ({ setting }) => `${setting} muss eine https-Adresse sein (http nur auf demselben Rechner).`,
  setting_no_environment: ({ setting }) =>
    `${setting} muss die bloße Adresse der Dynamics-Umgebung sein, etwa https://contoso.crm4.dynamics.com.`,
  setting_no_vault: ({ setting }) =>
    `${setting} muss die bloße Adresse des Tresors sein, etwa https://contoso.vault.azure.net.`,
  setting_no_on24: ({ setting }) => `${setting} muss so aussehen: https://api.on24.com/v2.`,
  setting_no_key_name: ({ setting }) => `${setting} darf nur Buchstaben, Ziffern und Bindestriche enthalten.`,
  setting_no_schedule: ({ setting }) => `${setting} muss sechs Felder haben, wie NCRONTAB sie hat.`,
  setting_no_status_reasons: ({ setting, example }) => `${setting} muss so aussehen: ${example}.`,
  setting_no_days: ({ setting, least }) => `${setting} muss eine ganze Zahl von Tagen sein, mindestens ${least}.`,
  setting_no_guid: ({ setting }) => `${setting} muss eine GUID sein.`,
  other_organization: [
    'DATAVERSE_URL führt in eine andere Dynamics-Umgebung als die, für die diese App bisher gearbeitet hat, vielleicht in eine Kopie; deshalb geschieht nichts.',
    'Der Betreiber der App berichtigt DATAVERSE_URL oder setzt, wenn die App umziehen soll, DATAVERSE_ORGANIZATION_ID auf die Organisations-ID jener Umgebung.',
  ],
  setting_not_one_of: ({ setting, values }) => `${setting} muss einer dieser Werte sein: ${values}.`,
}

import type { templates as inEnglish } from '../en/templates.ts'
import type { Translation } from '../message.ts'

export const templates: Translation<typeof inEnglish> = {
  template_type: ({ title }) => `Vorlage: ${title}`,

  templates_not_in_use: [
    'Für diese Webinarkonfiguration sind Vorlagen nicht in Gebrauch.',
    'Bitte wählen Sie einen anderen Webinartyp. Ihre Administration: das Schlagwort der Vorlagen steht in den Kontoeinstellungen.',
  ],
  template_gone: ({ provider }) => [
    `Die Vorlage ist nicht in diesem Konto bei ${provider}: Sie wurde dort gelöscht oder gehört zu einem anderen Konto.`,
    'Bitte wählen Sie einen anderen Webinartyp.',
  ],
  template_inactive: ({ provider }) => [
    `Die Vorlage ist bei ${provider} inaktiv.`,
    'Bitte wählen Sie einen anderen Webinartyp oder aktivieren Sie sie dort.',
  ],
  template_without_tag: ({ provider, title, tag }) => [
    `Das Webinar „${title}“ hat bei ${provider} nicht das Schlagwort „${tag}“ und ist daher keine Vorlage.`,
    'Bitte wählen Sie einen anderen Webinartyp oder lassen Sie das Schlagwort dort setzen.',
  ],
  template_no_webcast: ({ provider, title }) => [
    `Die Vorlage „${title}“ ist kein Webcast, und ${provider} kopiert nichts anderes.`,
    'Bitte wählen Sie einen anderen Webinartyp.',
  ],

  reminders_on: ({ provider, reminders }) => [
    `Dynamics verschickt die E-Mails, aber ${provider} erinnert die Angemeldeten ebenfalls: ${reminders}.`,
    `Ihre Administration: bitte in den E-Mails des Webinars bei ${provider} abschalten.`,
  ],
}

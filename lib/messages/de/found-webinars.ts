import type { foundWebinars as english } from '../en/found-webinars.ts'
import type { Translation } from '../message.ts'
import { die, zeitpunkt } from './words.ts'

/** Of webinars that exist at their provider only, and of the events that are made of them. */
export const foundWebinars: Translation<typeof english> = {
  event_made: ({ name, start, provider }) => [
    `Die Veranstaltung „${name}“ ist angelegt; sie beginnt am ${zeitpunkt(start)}. Sie übernimmt das Webinar, wie es ist; bei ${provider} wurde nichts geändert.`,
    'Bitte sehen Sie Namen, Zeiten und Texte durch, ergänzen Sie, was fehlt, und veröffentlichen Sie die Veranstaltung.',
  ],
  event_made_before: ({ name }) =>
    `Die Veranstaltung „${name}“ wurde schon früher aus diesem Webinar angelegt und nutzt es.`,
  event_zone_unknown: [
    'Dynamics kennt die Zeitzone des Webinars nicht; deshalb stehen die Zeiten der Veranstaltung in UTC.',
    'Bitte wählen Sie eine Zeitzone und geben Sie die Zeiten so ein, wie deren Uhren sie zeigen.',
  ],
  event_type_unknown: ({ type }) =>
    `Die Art des Webinars, „${type}“, ist unter den Webinartypen in Dynamics nicht dabei; deshalb zeigt die Veranstaltung keinen. Das Webinar behält seine Art.`,
  event_language_unknown:
    'Die Sprache des Webinars ist in Dynamics nicht dabei; deshalb zeigt die Veranstaltung keine. Das Webinar behält seine Sprache.',
  event_name_cut: ({ most, provider }) =>
    `Der Name des Webinars hat mehr als ${most} Zeichen; die Veranstaltung hat nur den Anfang. Wenn Sie die Veranstaltung ändern, erhält ${provider} diesen kürzeren Namen.`,
  event_text_plain: ({ provider }) =>
    `Die Beschreibung bei ${provider} ist formatiert oder sehr lang; die Veranstaltung hat nur ihren Text. Wenn Sie die Veranstaltung ändern, erhält ${provider} diesen Text.`,
  found_named: ({ kind, name }) => [
    `${die(kind)} „${name}“ nennt dieses Webinar schon.`,
    'Bitte nutzen Sie diese. Das Webinar verschwindet von selbst aus der Liste der gefundenen Webinare.',
  ],
  found_left: ({ name }) => [
    `Die Veranstaltung „${name}“ wurde früher aus diesem Webinar angelegt und nennt es nicht mehr.`,
    'Bitte geben Sie die Webinar-ID dort oder bei einer anderen Veranstaltung ein.',
  ],
  found_gone: ({ provider }) => [
    `Das Webinar gibt es bei ${provider} nicht mehr.`,
    'Es ist nichts zu tun: Es verschwindet von selbst aus der Liste der gefundenen Webinare.',
  ],
  found_foreign: [
    'Das Webinar gehört zu einer anderen Dynamics-Umgebung; deshalb wurde keine Veranstaltung angelegt.',
    'Soll es dieses sein, fragen Sie Ihre Administration.',
  ],
  found_without_times: ({ provider, webinarId }) => [
    `${provider} sagt nicht, wann das Webinar stattfindet.`,
    `Bitte legen Sie selbst eine Veranstaltung mit der Webinar-ID ${webinarId} an.`,
  ],
}

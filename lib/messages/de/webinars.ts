import type { webinars as english } from '../en/webinars.ts'
import type { Translation } from '../message.ts'
import { der, die, zeitpunkt } from './words.ts'

/** Of an event or session and its webinar, for its planner. */
export const webinars: Translation<typeof english> = {
  status_ready: 'Bereit',
  status_attention: 'Handlungsbedarf',
  status_finding: 'Handlungsbedarf',
  status_cancelled: 'Abgesagt',
  status_sessions: 'In Sitzungen',
  status_over: 'Beendet',

  webinar_ready: ({ provider }) =>
    `Das Webinar steht bei ${provider}. Bis es beginnt, werden Ihre Änderungen von selbst dorthin übermittelt.`,
  link_in_attendee_url: ({ most }) =>
    `Der Link zum Webinar hat mehr als ${most} Zeichen und steht deshalb im Feld für die Teilnehmer-URL.`,
  duration_rounded: ({ provider, takes, minutes }) =>
    `${provider} hält keine Webinare von ${takes} Minuten, deshalb hat es dort ${minutes}.`,
  event_in_sessions: ({ provider, most, minutes }) =>
    `Die Veranstaltung dauert ${minutes} Minuten, ein Webinar bei ${provider} höchstens ${most}; deshalb sind ihre Sitzungen die Webinare: jede, die eine Webinarkonfiguration hat.`,
  webinar_cancelled: ({ provider }) =>
    `Abgesagt. Bei ${provider} werden alle abgemeldet; das Webinar selbst bleibt dort bestehen.`,
  webinar_deleted: ({ provider }) => `Abgesagt. Das Webinar ist bei ${provider} gelöscht.`,
  webinar_cancelled_late: ({ provider }) =>
    `Abgesagt, nachdem das Webinar begonnen hatte. ${provider} behält es mit allen, die angemeldet waren.`,
  webinar_over: 'Beendet. Die Teilnahme wird in den nächsten Stunden gelesen.',
  webinar_over_read: ({ readAt, attendees, unmatched }) =>
    `Beendet. Teilnahme gelesen am ${zeitpunkt(readAt).replace(/ \(.*/, '')}: ${attendees} haben teilgenommen${unmatched ? `, ${unmatched} davon nicht zugeordnet` : ''}.`,

  webinar_of_other: ({ webinarId, ownerKind, owner }) => [
    `Das Webinar „${webinarId}“ gehört zu ${der(ownerKind)} „${owner}“.`,
    'Bitte leeren Sie hier das Feld mit der Webinar-ID, damit ein eigenes angelegt wird.',
  ],
  webinar_of_other_stays: ({ webinarId, ownerKind, owner }) =>
    `Abgesagt. Das Webinar „${webinarId}“ gehört zu ${der(ownerKind)} „${owner}“ und bleibt, wie es ist.`,

  webinar_of_environment: ({ webinarId }) => [
    `Das Webinar „${webinarId}“ gehört zu einer anderen Dynamics-Umgebung; deshalb wird dort nichts geändert und niemand angemeldet.`,
    'Bitte leeren Sie hier das Feld mit der Webinar-ID, damit ein eigenes angelegt wird. Soll es dieses sein, fragen Sie Ihre Administration.',
  ],
  webinar_of_unknown: ({ webinarId }) => [
    `Es ist nicht bekannt, für welche Dynamics-Umgebung das Webinar „${webinarId}“ angelegt wurde; deshalb wird dort nichts geändert und niemand angemeldet.`,
    'Bitte leeren Sie hier das Feld mit der Webinar-ID, damit ein eigenes angelegt wird. Soll es dieses sein, fragen Sie Ihre Administration.',
  ],
  webinar_of_environment_stays: ({ webinarId }) =>
    `Abgesagt. Das Webinar „${webinarId}“ gehört zu einer anderen Dynamics-Umgebung und bleibt, wie es ist.`,

  no_configuration_chosen: ({ kind }) => [
    `${die(kind)} ist online, hat aber keine Webinarkonfiguration; deshalb wird kein Webinar angelegt.`,
    'Bitte wählen Sie eine aus oder den Streaminganbieter, der das übernimmt.',
  ],
  streamed_on_site: ({ kind }) => [
    `${die(kind)} wird von einem anderen Anbieter gestreamt, findet laut Format aber vor Ort statt; deshalb wird kein Webinar angelegt.`,
    'Bitte wählen Sie das Format Webinar oder Hybrid, oder kein Streaming.',
  ],
  no_name: ({ kind }) => [`${die(kind)} hat keinen Namen.`, 'Bitte geben Sie einen ein.'],
  no_start: ({ kind }) => [`${die(kind)} hat keinen Beginn.`, 'Bitte geben Sie einen ein.'],
  no_end: ({ kind }) => [`${die(kind)} hat kein Ende.`, 'Bitte geben Sie eines ein.'],
  no_time_zone: ({ kind }) => [
    kind === 'session'
      ? 'Die Veranstaltung der Sitzung hat keine oder eine unbekannte Zeitzone.'
      : 'Die Veranstaltung hat keine oder eine unbekannte Zeitzone.',
    'Bitte wählen Sie eine andere.',
  ],
  no_type: ({ kind }) => [`${die(kind)} hat keinen Webinartyp.`, 'Bitte wählen Sie einen aus.'],
  no_language: ({ kind }) => [`${die(kind)} hat keine Webinarsprache.`, 'Bitte wählen Sie eine aus.'],
  ends_before_start: ({ kind }) => [`${die(kind)} endet, bevor sie beginnt.`, 'Bitte berichtigen Sie die Zeiten.'],
  start_missing: ({ kind }) => [
    `Zeitumstellung: Den Beginn ${der(kind)} gibt es nicht.`,
    'Bitte wählen Sie eine andere Zeit.',
  ],
  starts_in_past: ({ kind }) => [
    `${die(kind)} beginnt in der Vergangenheit, deshalb wird kein Webinar angelegt.`,
    'Bitte berichtigen Sie den Beginn, falls er noch bevorsteht.',
  ],
  started_here_only: ({ kind, provider }) => [
    `${die(kind)} beginnt in der Vergangenheit, das Webinar bei ${provider} hat aber noch nicht begonnen.`,
    'Bitte berichtigen Sie den Beginn.',
  ],
  starts_in_past_there: ({ provider }) => [
    `${provider} legt kein Webinar an, das in der Vergangenheit beginnt.`,
    'Bitte berichtigen Sie den Beginn.',
  ],
  too_late: ({ provider }) => [
    `Das Webinar hat begonnen, deshalb ändert ${provider} es nicht mehr.`,
    `Ist die Änderung wichtig, nehmen Sie sie bitte bei ${provider} vor.`,
  ],

  title_too_long: ({ provider, most, length }) => [
    `Bei ${provider} darf ein Name höchstens ${most} Zeichen haben; dieser hat ${length}.`,
    'Bitte kürzen Sie ihn.',
  ],
  webinar_too_long: ({ provider, most, minutes }) => [
    `${provider} hält Webinare von höchstens ${most} Minuten; dieses dauert ${minutes}.`,
    'Bitte ändern Sie das Ende.',
  ],
  type_not_offered: ({ provider }) => [
    `Das ${provider}-Konto bietet diesen Webinartyp nicht an.`,
    'Bitte wählen Sie einen anderen.',
  ],
  language_not_offered: ({ provider, language }) => [
    `Das ${provider}-Konto bietet keine Webinare in dieser Sprache an: ${languageName(language)}.`,
    'Bitte wählen Sie eine andere.',
  ],
  zone_not_offered: ({ provider, zone }) => [
    `${provider} kennt die Zeitzone „${zone}“ nicht.`,
    'Bitte wählen Sie eine andere.',
  ],
  webinar_unknown: ({ provider, webinarId }) => [
    `Bei ${provider} gibt es kein Webinar „${webinarId}“.`,
    'Bitte berichtigen Sie die Webinar-ID oder leeren Sie das Feld, damit ein neues Webinar angelegt wird.',
  ],
  webinar_gone: ({ provider }) => [
    `Das Webinar ist bei ${provider} nicht mehr vorhanden.`,
    'Bitte leeren Sie das Feld mit der Webinar-ID, damit ein neues angelegt wird.',
  ],
  webinar_inactive: ({ provider }) => [`Das Webinar ist bei ${provider} inaktiv.`, 'Bitte aktivieren Sie es dort.'],
  webinar_not_made: ({ provider }) => [
    `${provider} hat das Webinar ohne Begründung nicht angelegt.`,
    `Ihre Administration: bitte prüfen, ob das ${provider}-Konto Webinare halten darf.`,
  ],
  webinar_refused: ({ provider, said }) =>
    said
      ? [`${provider} lehnt ab: „${said}“`, 'Bitte berichtigen Sie das hier.']
      : [`${provider} lehnt dies ohne Begründung ab.`, 'Ihre Administration: siehe Liste der Fehlschläge.'],

  start_differs: ({ provider, there, here }) => [
    `Das Webinar beginnt bei ${provider} am ${zeitpunkt(there)}, in Dynamics am ${zeitpunkt(here)}.`,
    changeOne(provider),
  ],
  duration_differs: ({ provider, there, here }) => [
    `Das Webinar dauert bei ${provider} ${there} Minuten, in Dynamics ${here}.`,
    changeOne(provider),
  ],
  fields_required: ({ provider, fields }) => [
    `${provider} verlangt bei der Anmeldung Angaben, die es in Dynamics nicht gibt: ${fields}.`,
    `Ihre Administration: bitte diese Felder zuordnen oder im Anmeldeformular bei ${provider} freiwillig machen.`,
  ],
  registrations_incomplete: ({ provider, count, fields }) => [
    count === 1
      ? `Einer Anmeldung fehlt, was ${provider} verlangt, oder ${provider} kennt die Angabe nicht: ${fields}.`
      : `${count} Anmeldungen fehlt, was ${provider} verlangt, oder ${provider} kennt die Angabe nicht: ${fields}.`,
    'Bitte die Kontakte ergänzen oder die Administration um eine Feldzuordnung bitten.',
  ],
  no_webinar: ({ kind }) => [
    `${die(kind)} hat noch kein Webinar.`,
    'Es wird von selbst angelegt, sobald sonst nichts mehr fehlt.',
  ],
  start_skipped: ({ kind, taken }) => [
    `Zeitumstellung: Den Beginn ${der(kind)} gibt es nicht; es gilt ${zeitpunkt(taken)}.`,
    'Bitte wählen Sie eine andere Zeit, falls das nicht gemeint ist.',
  ],
  start_repeated: ({ kind, taken }) => [
    `Zeitumstellung: Den Beginn ${der(kind)} gibt es zweimal; es gilt ${zeitpunkt(taken)}.`,
    'Bitte wählen Sie eine andere Zeit, falls das nicht gemeint ist.',
  ],
}

function changeOne(provider: string) {
  return `Bitte berichtigen Sie die falsche Angabe. Ist es die bei ${provider}, ändern Sie hier die Beschreibung: dann wird alles neu übermittelt.`
}

function languageName(tag: string) {
  return new Intl.DisplayNames('de', { type: 'language' }).of(tag)
}

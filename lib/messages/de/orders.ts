import type { orders as english } from '../en/orders.ts'
import type { Translation } from '../message.ts'

/** Of an order that is a row in Dynamics, for the person who made it. */
export const orders: Translation<typeof english> = {
  request_name: ({ request, title }) => (title ? `${kinds[request]}: ${title}` : kinds[request]),
  request_without_kind: [
    'Die Anforderung hat keine Art, oder eine, die diese Version des Konnektors nicht kennt.',
    'Bitte legen Sie eine neue an.',
  ],
  request_without_subject: ({ request }) => [
    'Die Anforderung nennt nichts, womit etwas zu tun ist, oder es wurde gelöscht.',
    `Bitte legen Sie eine neue für ${takes[request]} an.`,
  ],
  request_of_many: ['Die Anforderung nennt mehrere Zeilen.', 'Bitte legen Sie für jede eine eigene an.'],
  request_of_wrong_row: ({ request }) => [
    'Diese Art von Anforderung passt nicht zu der Zeile, die sie nennt.',
    `Bitte legen Sie eine neue für ${takes[request]} an.`,
  ],
  request_under_way: ({ name }) =>
    name
      ? `Eine andere Anforderung für dasselbe läuft: „${name}“. Ihre Antwort gilt auch für diese.`
      : 'Eine andere Anforderung für dasselbe läuft. Ihre Antwort gilt auch für diese.',
  request_done_meanwhile: ({ name }) =>
    `Eine andere Anforderung für dasselbe wurde inzwischen ausgeführt: „${name}“. Ihre Antwort gilt auch für diese.`,

  check_well: 'Die Prüfung fand nichts, was Aufmerksamkeit braucht.',
  backfill_would: ({ people, register, update, restore, cancel, refused }) => [
    `Es wurde nichts geändert. Von ${people} Personen würde eine Nachlieferung ${register} anmelden, ${update} ändern, ${restore} wiederherstellen und ${cancel} abmelden; ${refused} würden abgelehnt. Sie würde auch die Teilnahme lesen.`,
    'Um das zu tun, legen Sie bitte eine neue Anforderung ohne Probelauf an.',
  ],
  backfill_reason: ({ reason, count }) => `${count}-mal abgelehnt: ${reason}`,
  run_ended: ({ total, failed }) => {
    if (total === 0) return 'Es war nichts zu tun.'
    const done = `${total - failed} von ${total} erledigt.`
    return failed ? [`${done} ${failed} gescheitert.`, 'Warum, steht in ihren Zeilen.'] : done
  },
  resent: 'Die Anmeldung wurde gesendet, und der Webinaranbieter hat sie.',
  resent_cancelled: 'Die Anmeldung ist storniert, auch beim Webinaranbieter.',
  resent_waits: ['Die Anmeldung wurde nicht gesendet.', 'Worauf sie wartet, steht in ihrer Zeile.'],
  registration_of_none: 'Die Veranstaltung oder Sitzung der Anmeldung wird nicht als Webinar gehalten.',
  registration_gone: 'In Dynamics gibt es keine Anmeldung mit dieser ID.',
  attendance_was_read: ({ attendees, unmatched }) =>
    `Die Teilnahme wurde gelesen: ${attendees} nahmen teil${unmatched ? `, ${unmatched} davon nicht zugeordnet` : ''}.`,
  types_shown: ({ count }) =>
    `Der Webinaranbieter bietet für dieses Konto ${count} Webinartypen an; Veranstaltungen zeigen nun genau diese.`,
  types_hidden:
    'Der Webinaranbieter sagt nicht, welche Webinartypen er anbietet; Veranstaltungen zeigen dieselben wie bisher.',
  link_revoked: 'Die Anmeldung hat nun einen anderen Teilnahmelink. Der bisherige öffnet nichts mehr.',
  no_link: ['Die Anmeldung hat keinen Teilnahmelink.', 'Sie bekommt ihn, sobald sie beim Webinaranbieter ist.'],
  no_link_column: [
    'Anmeldungen haben hier keine Spalte für Teilnahmelinks.',
    'Die Administration führt einmal npm run crm -- apply aus; docs/join-link.md sagt, was sonst fehlen kann.',
  ],
  fields_shown: ({ count, required }) =>
    `Der Webinaranbieter hat ${count} Felder für Anmeldungen, davon sind hier ${required} Pflicht. Sie werden nun angezeigt.`,
  fields_documented: ({ count }) =>
    `Das Konto hat kein bevorstehendes Webinar, dessen Formular sich lesen ließ; angezeigt werden die ${count} Felder, die der Webinaranbieter dokumentiert.`,
  fields_hidden: [
    'Der Webinaranbieter zeigt diesem Konto das Anmeldeformular nicht.',
    'Ein Administrator gibt dort dem Token Zugriff auf Anmeldungen.',
  ],
  no_field_tables: [
    'Hier gibt es keine Tabellen für die Feldzuordnung.',
    'Die Administration führt einmal npm run crm -- apply aus.',
  ],
  preview_field: ({ caption, value }) => `${caption}: ${value || '(nichts)'}`,
  preview_missing: ({ caption }) => `${caption}: fehlt und ist Pflicht. Ohne Angabe wird die Anmeldung nicht gesendet.`,
  preview_not_option: ({ caption, value }) =>
    `${caption}: „${value}“ steht beim Webinaranbieter nicht zur Auswahl, und das Feld ist Pflicht. Die Anmeldung wird nicht gesendet.`,
  preview_left_out: ({ caption, value }) =>
    `${caption}: „${value}“ steht beim Webinaranbieter nicht zur Auswahl; das Feld wird weggelassen.`,
  preview_too_long: ({ caption, most }) =>
    `${caption}: länger als ${most} Zeichen. Nach der Zuordnung wird die Anmeldung dann nicht gesendet.`,
  preview_cut: ({ caption, value, most }) => `${caption}: ${value} (auf ${most} Zeichen gekürzt)`,
  person_was_erased: ({ registrants, attendees, unmatched }) =>
    `Die Person wurde beim Webinaranbieter gelöscht (${registrants} Anmeldungen dort) und hier (${attendees} Webinarteilnahmen, ${unmatched} nicht zugeordnete Teilnahmen).`,
  purge_keeps_all: [
    'Das Konto behält Teilnahmen für immer, also wird nichts gelöscht.',
    'Ein Administrator trägt die Monate in den Kontoeinstellungen ein.',
  ],
  purge_would: ({ months, attendees, actions, unmatched }) => [
    `Es wurde nichts gelöscht. Von Webinaren, die vor mehr als ${months} Monaten endeten, würden ${attendees} Webinarteilnahmen mit ${actions} Teilnahmeaktionen und ${unmatched} nicht zugeordnete Teilnahmen gelöscht.`,
    'Um das zu tun, legen Sie bitte eine neue Anforderung ohne Probelauf an.',
  ],
  purged: ({ months, attendees, unmatched, refused }) => {
    const done = `Von Webinaren, die vor mehr als ${months} Monaten endeten, wurden ${attendees} Webinarteilnahmen und ${unmatched} nicht zugeordnete Teilnahmen gelöscht, mit dem, was dabei getan wurde.`
    return refused ? [done, `Dynamics ließ ${refused} weitere nicht löschen: ein Administrator klärt, warum.`] : done
  },
}

type Kind = Parameters<typeof english.request_name>[0]['request']

const kinds: Record<Kind, string> = {
  check: 'Webinar prüfen',
  resend: 'Erneut senden',
  backfill: 'Nachlieferung',
  attendance: 'Teilnahme jetzt lesen',
  types: 'Webinartypen aktualisieren',
  revokeLink: 'Teilnahmelink sperren',
  makeEvent: 'Veranstaltung aus dem Webinar anlegen',
  purge: 'Alte Teilnahmen löschen',
  erase: 'Person löschen',
  fields: 'Felder lesen',
  preview: 'Zeigen, was gesendet wird',
  thisContact: 'Dieser Kontakt',
  makeContact: 'Kontakt anlegen',
  ignore: 'Ignorieren',
}

const takes: Record<Kind, string> = {
  check: 'eine Veranstaltung oder Sitzung',
  resend: 'eine Anmeldung, Veranstaltung oder Sitzung',
  backfill: 'eine Veranstaltung oder Sitzung',
  attendance: 'eine Veranstaltung oder Sitzung',
  types: 'eine Webinarkonfiguration',
  revokeLink: 'eine Anmeldung',
  makeEvent: 'ein gefundenes Webinar',
  purge: 'eine Webinarkonfiguration',
  erase: 'einen Kontakt',
  fields: 'eine Webinarkonfiguration, Veranstaltung oder Sitzung',
  preview: 'eine Anmeldung',
  thisContact: 'eine Teilnahme ohne Zuordnung, mit dem Kontakt',
  makeContact: 'eine Teilnahme ohne Zuordnung',
  ignore: 'eine Teilnahme ohne Zuordnung',
}

import type { mapping as english } from '../en/mapping.ts'
import type { Translation } from '../message.ts'

/** Of a line of the field mapping, for the administrator who wrote it: in a column of 1,000 characters. */
export const mapping: Translation<typeof english> = {
  mapping_field_unknown: ({ provider, field }) =>
    field
      ? [`${provider} hat kein Feld „${field}“, das sich zuordnen lässt.`, 'Bitte wählen Sie eines seiner Felder.']
      : ['Die Zeile nennt kein Feld.', `Bitte wählen Sie eines der Felder von ${provider}.`],
  mapping_without_source: ['Die Zeile sagt nicht, woher der Wert kommt.', 'Bitte wählen Sie das aus.'],
  mapping_without_value: ['Die Zeile nennt keine Spalte, Frage oder festen Wert.', 'Bitte tragen Sie das ein.'],
  mapping_column_gone: ({ column }) => [
    `Dynamics hat dort keine Spalte „${column}“; die Zeile wird ausgelassen.`,
    'Bitte berichtigen Sie den Namen der Spalte, oder löschen Sie die Zeile.',
  ],
  mapping_column_wrong: ({ column }) => [
    `Die Spalte „${column}“ enthält weder Text, Zahl, Datum, Auswahl noch Verweis; die Zeile wird ausgelassen.`,
    'Bitte wählen Sie eine andere Spalte.',
  ],
  mapping_twice: ({ field }) => [
    `Statt dieser Zeile gilt eine spätere für „${field}“.`,
    'Bitte löschen Sie eine der beiden.',
  ],
  mapping_not_option: ({ provider, value }) => [
    `${provider} hat in diesem Feld keine Auswahl „${value}“.`,
    'Bitte lesen Sie die Felder neu, und schreiben Sie den Wert wie eine der Auswahlmöglichkeiten.',
  ],
}

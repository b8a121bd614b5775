import type { Entry } from '../message.ts'

type Provider = { provider: string }

/** Of a line of the field mapping, for the administrator who wrote it: in a column of 1,000 characters. */
export const mapping = {
  mapping_field_unknown: ({ provider, field }: Provider & { field: string }) =>
    field
      ? [`${provider} has no field “${field}” that can be mapped.`, 'Choose one of its fields.']
      : ['The line names no field.', `Choose one of the fields of ${provider}.`],
  mapping_without_source: ['The line does not say where the value is taken from.', 'Choose it.'],
  mapping_without_value: ['The line names no column, question or fixed value.', 'Enter it.'],
  mapping_column_gone: ({ column }: { column: string }) => [
    `Dynamics has no column “${column}” there, so the line is left out.`,
    'Correct the name of the column, or delete the line.',
  ],
  mapping_column_wrong: ({ column }: { column: string }) => [
    `The column “${column}” holds no text, number, date, choice or lookup, so the line is left out.`,
    'Choose another column.',
  ],
  mapping_twice: ({ field }: { field: string }) => [
    `A later line for “${field}” holds instead of this one.`,
    'Delete one of the two.',
  ],
  mapping_not_option: ({ provider, value }: Provider & { value: string }) => [
    `${provider} has no choice “${value}” in this field.`,
    'Read the fields again, and write the value as one of its options.',
  ],
} satisfies Record<string, Entry>

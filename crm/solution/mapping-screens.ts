import type { Form, View } from './shapes.ts'

const mappings = 'wbc_fieldmapping'
const fields = 'wbc_providerfield'
const active = { column: 'statecode', is: 'eq', value: 0 }
const cell = (name: string, width = 140) => ({ name: `wbc_${name}`, width })
const place = [cell('configurationid', 180), cell('eventid', 180), cell('sessionid', 180)]
const lines = [cell('field'), cell('source', 160), cell('column', 160), cell('constant', 160), ...place]

export const mappingViews: readonly View[] = [
  {
    ...{ table: mappings, key: 'all', first: true, filter: [active] },
    words: { en: 'Field mappings', de: 'Feldzuordnungen' },
    description: {
      en: 'Which value goes into which field of the webinar provider.',
      de: 'Welcher Wert in welches Feld des Webinar-Anbieters geht.',
    },
    columns: [...lines, cell('problem', 400)],
    order: { column: 'wbc_field', descending: false },
  },
  {
    ...{ table: mappings, key: 'problems', columns: [cell('problem', 500), ...lines] },
    words: { en: 'Field mappings with a problem', de: 'Feldzuordnungen mit einem Problem' },
    description: {
      en: 'Lines that the connector cannot use, or not for everybody, and why.',
      de: 'Zeilen, die der Connector nicht oder nicht für alle verwenden kann, und warum.',
    },
    filter: [active, { column: 'wbc_problem', is: 'not-null' }],
    order: { column: 'wbc_field', descending: false },
  },
  {
    ...{ table: fields, key: 'all', first: true, filter: [active] },
    words: { en: 'Provider fields', de: 'Felder des Anbieters' },
    description: {
      en: 'What the webinar provider’s registration forms ask for, as the connector read it last.',
      de: 'Wonach die Registrierungsformulare des Webinar-Anbieters fragen, wie der Connector sie zuletzt gelesen hat.',
    },
    columns: [
      cell('name', 220),
      cell('field'),
      cell('required', 100),
      cell('missing', 120),
      cell('maxlength', 120),
      ...place,
    ],
    order: { column: 'wbc_position', descending: false },
  },
]

const edited = (...names: string[]) => names.map((name) => ({ column: `wbc_${name}` }))
const shown = (...names: string[]) => names.map((name) => ({ column: `wbc_${name}`, readOnly: true }))

export const mappingForms: readonly Form[] = [
  {
    table: mappings,
    words: { en: 'Field mapping', de: 'Feldzuordnung' },
    tab: { en: 'Field mapping', de: 'Feldzuordnung' },
    sections: [
      {
        key: 'place',
        words: { en: 'Where it holds', de: 'Wo sie gilt' },
        rows: [[...edited('name'), { column: 'ownerid' }], edited('configurationid', 'eventid'), edited('sessionid')],
      },
      {
        key: 'value',
        words: { en: 'What is sent', de: 'Was gesendet wird' },
        rows: [
          edited('field', 'source'),
          edited('column', 'constant'),
          [{ column: 'wbc_valuemap', lines: 6 }],
          edited('default', 'toolong'),
        ],
      },
      { key: 'problem', words: { en: 'Problem', de: 'Problem' }, rows: [shown('problem')] },
    ],
  },
  {
    table: fields,
    words: { en: 'Provider field', de: 'Feld des Anbieters' },
    tab: { en: 'Field', de: 'Feld' },
    sections: [
      {
        key: 'field',
        words: { en: 'Field', de: 'Feld' },
        rows: [
          shown('name', 'field'),
          shown('required', 'missing'),
          shown('maxlength', 'position'),
          [{ column: 'wbc_options', readOnly: true, lines: 8 }],
          shown('configurationid', 'eventid'),
          [...shown('sessionid'), { column: 'ownerid' }],
        ],
      },
    ],
  },
]

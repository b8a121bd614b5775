import { fixedId } from '../solution/identity.ts'
import type { Column, Form, FormField, OwnTable, Words } from '../solution/shapes.ts'
import { type Languages, translations } from './languages.ts'
import { element } from './xml.ts'

/** Class ids of the controls, as Microsoft's own account form has them. */
const controls = {
  text: '4273EDBD-AC1D-40D3-9FB2-095C621B552D',
  memo: 'E0DECE4B-6FC8-4A8F-A065-082708572369',
  link: '71716B6C-711E-476C-8AB8-5D11542BFB47',
  whole: 'C6D124CA-7EDA-4A60-AEA9-7FB8D318B68F',
  decimal: 'C3EFE0C3-0EC6-42BE-8349-CBD9079DFD8E',
  time: '5B773807-9FB2-42DB-97C3-7A91EFF8ADFF',
  date: '5B773807-9FB2-42DB-97C3-7A91EFF8ADFF',
  choice: '3EF39988-22BB-4F0B-BBBE-64B5A3748AEE',
  'global choice': '3EF39988-22BB-4F0B-BBBE-64B5A3748AEE',
  'yes or no': '67FAC785-CD58-4F9F-ABB3-4B7DDC6ED5ED',
  lookup: '270BD3DB-D9AF-4782-9025-509E298DEC0A',
} satisfies Record<Column['type'] | 'lookup', string>

const owner: Words = { en: 'Owner', de: 'Besitzer' }

/**
 * A main form. Its parts have ids that stay what they are.
 * learn.microsoft.com/power-apps/developer/model-driven-apps/form-xml-schema
 */
export function formXml({ table, tab, sections }: Form, { primary, columns, lookups }: OwnTable, languages: Languages) {
  const known = new Map<string, { words: Words; control: string }>([
    ['ownerid', { words: owner, control: controls.lookup }],
    ...[primary, ...columns].map(
      ({ schema, words, type }) => [schema.toLowerCase(), { words, control: controls[type] }] as const,
    ),
    ...lookups.map(({ schema, words }) => [schema.toLowerCase(), { words, control: controls.lookup }] as const),
  ])
  const id = (...part: string[]) => `{${fixedId('form', table, ...part)}}`
  const labels = (words: Words) =>
    element(
      'labels',
      {},
      ...translations(words, languages).map(({ LanguageCode, Label }) =>
        element('label', { description: Label, languagecode: LanguageCode }),
      ),
    )

  function cell({ column, readOnly, lines }: FormField, alone: boolean) {
    const { words, control } = known.get(column) ?? { words: { en: column, de: column }, control: controls.text }
    const size = { ...(alone && { colspan: 2 }), ...(lines && { rowspan: lines }) }
    return element(
      'cell',
      { id: id('cell', column), showlabel: 'true', ...size },
      labels(words),
      element('control', {
        id: column,
        classid: `{${control}}`,
        datafieldname: column,
        disabled: readOnly ? 'true' : undefined,
      }),
    )
  }
  const row = (fields: readonly FormField[]) => [
    element('row', {}, ...fields.map((field) => cell(field, fields.length === 1))),
    // A cell that is several rows high needs these rows.
    ...Array.from({ length: Math.max(...fields.map(({ lines = 1 }) => lines)) - 1 }, () => element('row', {})),
  ]
  const shown = { IsUserDefined: 1, showlabel: 'true' }
  const section = ({ key, words, rows }: Form['sections'][number]) =>
    element(
      'section',
      { name: key, id: id('section', key), ...shown, showbar: 'true', columns: 2, layout: 'varwidth' },
      labels(words),
      element('rows', {}, ...rows.flatMap(row)),
    )
  return element(
    'form',
    {},
    element(
      'tabs',
      {},
      element(
        'tab',
        { name: 'general', id: id('tab'), ...shown, expanded: 'true' },
        labels(tab),
        element('columns', {}, element('column', { width: '100%' }, element('sections', {}, ...sections.map(section)))),
      ),
    ),
  )
}

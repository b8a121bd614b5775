import type { UserMessage } from '../../messages/message.ts'
import type { FieldMapping, RegistrantField, RegistrationForm } from '../../model/mapping.ts'
import { fieldMeant } from './held-lines.ts'
import { chosenOf } from './mapped-fields.ts'

/**
 * The problem of a line of the mapping, if it has one.
 * @param column whether a text can be made of the column that it names
 * @param forms of the webinars for which it holds
 * @param others the lines of the same account, event or session, this one included
 */
export function mappingProblem(
  line: FieldMapping,
  column: 'well' | 'gone' | 'wrong type',
  provider: { title: string; registrantFields: readonly RegistrantField[] },
  forms: readonly RegistrationForm[],
  others: readonly FieldMapping[],
): UserMessage | undefined {
  const { title, registrantFields: fields } = provider
  const meant = fieldMeant(line.field, fields)
  if (!meant) return { code: 'mapping_field_unknown', provider: title, field: line.field }
  if (!line.source) return { code: 'mapping_without_source' }
  if (line.source === 'constant' ? !line.constant : !line.column) return { code: 'mapping_without_value' }
  if (column === 'gone') return { code: 'mapping_column_gone', column: line.column }
  if (column === 'wrong type') return { code: 'mapping_column_wrong', column: line.column }
  const counts = others.findLast((one) => fieldMeant(one.field, fields)?.name === meant.name)
  if (counts && counts.id !== line.id) return { code: 'mapping_twice', field: line.field }
  const lists = forms.flatMap((form) => form.find(({ field }) => field === meant.name)?.options ?? [])
  const options = [...new Set(lists)]
  const value = options.length && fixedValues(line).find((one) => chosenOf(one, options, meant) === undefined)
  return value ? { code: 'mapping_not_option', provider: title, value } : undefined
}

/** Values that the line itself has for the provider, whoever is sent. */
function fixedValues({ source, constant, otherwise, values }: FieldMapping) {
  return [...(source === 'constant' ? [constant] : []), otherwise, ...values.values()].filter(Boolean)
}

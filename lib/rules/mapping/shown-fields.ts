import { v5 as uuidV5 } from 'uuid'
import type { FormField, MappingScope, RegistrantField, RegistrationForm, ShownField } from '../../model/mapping.ts'

/** The name space of the ids of shown fields. Changing it would write every row a second time. */
const shown = '5d1c8a3e-9f42-4b7d-8e06-2c7b9a40f513'

/**
 * The fields that people can map: those of the form in its order, then the others that the provider takes.
 * @param missing by field, for how many registrations nothing can be sent; undefined: that is not counted
 */
export function shownFields(
  { kind, id }: MappingScope,
  form: RegistrationForm,
  fields: readonly RegistrantField[],
  missing: ReadonlyMap<string, number> | undefined,
): ShownField[] {
  const others = fields.filter(({ name }) => !form.some(({ field }) => field === name))
  const all: FormField[] = [...form, ...others.map(({ name, caption }) => ({ field: name, caption, required: false }))]
  return all.map((one, position) => ({
    ...{ ...one, options: one.options ?? [], position },
    id: uuidV5(`${kind}|${id}|${one.field}`.toLowerCase(), shown),
    longest: fields.find(({ name }) => name === one.field)?.longest,
    missing: missing && (missing.get(one.field) ?? 0),
  }))
}

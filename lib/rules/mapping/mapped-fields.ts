import type { UserMessage } from '../../messages/message.ts'
import type { Registration } from '../../model/crm.ts'
import type { FieldFault, MappedTexts, RegistrantField, RegistrationForm } from '../../model/mapping.ts'
import type { Contact } from '../../model/webinar.ts'
import type { HeldLine, WebinarMapping } from './held-lines.ts'
import { optionAround } from './option-around.ts'

/** A field as a person would be sent: its value, cut by nobody yet, and what is wrong with it, if anything. */
export type FieldValue = {
  field: string
  caption: string
  value: string
  /** It is required, and keeps the person out; or it is not, and is left out. */
  fault: FieldFault['fault'] | undefined
  keepsOut: boolean
  /** It goes by a line, and not as the contact has it. */
  isMapped: boolean
}

/**
 * The fields of a person: those that the form has in its order, then others that are mapped.
 * @param texts undefined: none were read, so that lines of columns are left out
 */
export function fieldValues(
  contact: Contact,
  texts: MappedTexts | undefined,
  lines: readonly HeldLine[],
  fields: readonly RegistrantField[],
  form: RegistrationForm = [],
): FieldValue[] {
  const others = lines.filter(({ field }) => !form.some((one) => one.field === field))
  const asked = [...form, ...others.map(({ field }) => ({ field, caption: '', required: false, options: undefined }))]
  return asked.map(({ field, caption, required, options }) => {
    const known = fields.find(({ name }) => name === field)
    const line = lines.find((one) => one.field === field)
    const own = factOf(known, contact)
    const mapped = line && plain(textOf(line, texts))
    const text = mapped || own || ''
    const chosen = options ? chosenOf(text, options, known) : (known?.ownWord?.(text) ?? text)
    const isLong = line?.tooLong === 'refuse' && known !== undefined && text.length > known.longest
    const fault =
      text && chosen === undefined ? 'not an option' : isLong ? 'too long' : required && !chosen && 'missing'
    return {
      ...{ field, caption: caption || (known?.caption ?? field), value: chosen ?? text, fault: fault || undefined },
      keepsOut: fault === 'too long' || (required && fault !== false),
      // Where a line has nothing, what the contact has of the field still counts.
      isMapped: mapped !== undefined && (mapped !== '' || own === undefined),
    }
  })
}

/** The fields that are sent beside the facts of the contact, or in their place; undefined: none. */
function sentFields(values: readonly FieldValue[], contact: Contact, fields: readonly RegistrantField[]) {
  const sent: Record<string, string> = {}
  for (const { field, value, fault, isMapped } of values) {
    const own = factOf(
      fields.find(({ name }) => name === field),
      contact,
    )
    const right = fault === 'not an option' ? '' : value
    if (isMapped || (own !== undefined && own !== right)) sent[field] = right
  }
  const names = Object.keys(sent).sort()
  return names.length ? Object.fromEntries(names.map((name) => [name, sent[name] ?? ''])) : undefined
}

/** The fields that keep the provider from taking a person. */
function faultsOf(values: readonly FieldValue[]): FieldFault[] {
  return values.flatMap(({ field, caption, fault, keepsOut }) => (fault && keepsOut ? [{ field, caption, fault }] : []))
}

/** The fact of the contact that the provider has as this field. */
function factOf(field: RegistrantField | undefined, contact: Contact): string | undefined {
  return field?.fact && field.fact in contact ? plain(contact[field.fact as keyof Contact]) : undefined
}

/** A registration with the fields that are sent of it, and with what keeps the provider from taking them. */
export function withFields<Row extends Pick<Registration, 'contact' | 'texts' | 'fields' | 'faults'>>(
  registration: Row,
  { lines, fields, form }: Pick<WebinarMapping, 'lines' | 'fields' | 'form'>,
): Row {
  if (lines.length === 0 && !form) return registration
  const values = fieldValues(registration.contact, registration.texts, lines, fields, form)
  const sent = sentFields(values, registration.contact, fields)
  const faults = faultsOf(values)
  return { ...registration, ...(sent && { fields: sent }), ...(faults.length && { faults }) }
}

/** Why a person is not sent, for their planner: the fields with the same fault, by their captions. */
export function faultMessage(faults: readonly FieldFault[], provider: string): UserMessage | undefined {
  const first = (['missing', 'not an option', 'too long'] as const).find((one) =>
    faults.some(({ fault }) => fault === one),
  )
  if (!first) return undefined
  const fields = faults.flatMap(({ fault, caption }) => (fault === first ? [caption] : [])).join(', ')
  const codes = {
    missing: 'registration_fields_missing',
    'not an option': 'registration_fields_not_options',
    'too long': 'registration_fields_too_long',
  } as const
  return { code: codes[first], provider, fields }
}

/** The value of a line; undefined: its column was not read, and the line does not count. */
function textOf({ source, column, constant, values, otherwise }: HeldLine, texts: MappedTexts | undefined) {
  const text =
    source === 'constant'
      ? constant
      : source === 'answer'
        ? texts && (texts.answers.get(folded(column)) ?? '')
        : texts?.[source][folded(column)]
  return text === undefined ? undefined : (translated(text, values) ?? text) || otherwise
}

/** By the very value, else by one that differs in case or blanks around it. */
function translated(text: string, values: ReadonlyMap<string, string>): string | undefined {
  const exact = values.get(text)
  if (exact !== undefined) return exact
  for (const [from, to] of values) if (folded(from) === folded(text)) return to
  return undefined
}

/** The option that is meant, in the spelling of the form; empty stays empty; undefined: there is none. */
export function chosenOf(
  text: string,
  options: readonly string[],
  field: Pick<RegistrantField, 'ownWord'> | undefined,
): string | undefined {
  if (!text) return ''
  const words = [text, field?.ownWord?.(text) ?? text].map(folded)
  return (
    options.find((option) => option === text) ??
    options.find((option) => words.includes(folded(option))) ??
    optionAround(text, options)
  )
}

function plain(text: string | undefined): string | undefined {
  return text?.trim().replace(/\s+/g, ' ')
}

/** As two texts are compared: without blanks around them, in lower case. */
function folded(text: string): string {
  return text.trim().toLowerCase()
}

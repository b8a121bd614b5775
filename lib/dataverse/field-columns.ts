import type { Contact, Metrics } from '../model/webinar.ts'

/** The column of a contact for each fact that a provider is told. The company comes from the contact's account. */
export const contactColumns = {
  firstName: 'firstname',
  lastName: 'lastname',
  email: 'emailaddress1',
  jobTitle: 'jobtitle',
} as const satisfies Record<Exclude<keyof Contact, 'company'>, string>

/** The column of a check-in for each metric of an attendee. */
export const metricColumns = {
  minutes: 'msevtmgt_viewingdurationinmins',
  questions: 'msevtmgt_numberofquestionsasked',
} as const satisfies Record<keyof Metrics, string>

type FieldColumns = Record<string, string>

/** All columns of such a list, each with this value. */
export function columnsOf<F extends FieldColumns, Value>(fields: F, value: Value) {
  return Object.fromEntries(Object.values(fields).map((column) => [column, value])) as Record<F[keyof F], Value>
}

/** The fields that a row has values for. */
export function fieldsOf<F extends FieldColumns, Row extends Record<F[keyof F], unknown>>(fields: F, row: Row) {
  const pairs = Object.entries(fields).map(([field, column]) => [field, row[column as F[keyof F]]])
  return Object.fromEntries(pairs) as { [Field in keyof F]: Row[F[Field]] }
}

/** The columns that keep these fields. */
export function toColumns<F extends FieldColumns, Fields extends Record<keyof F, unknown>>(fields: F, values: Fields) {
  const pairs = Object.entries(fields).map(([field, column]) => [column, values[field]])
  return Object.fromEntries(pairs) as { [Field in keyof F as F[Field]]: Fields[Field] }
}

import * as v from 'valibot'

/** The members that may name a question, and those that may hold its answer. */
const names = ['question', 'label', 'name', 'key', 'fieldname', 'displayname', 'logicalname']
const values = ['answer', 'response', 'displayvalue', 'value', 'values', 'text']

/**
 * The answers in the submitted values of a form. Their form is documented nowhere: a JSON object of answers by question is
 * read, and a list of objects that have a question and an answer. Anything else has no answers.
 */
export function submittedAnswers(submitted: string): { question: string; text: string }[] {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), submitted)
  if (!json.success) return []
  if (Array.isArray(json.output)) return json.output.flatMap((one) => (isObject(one) ? named(one) : []))
  if (!isObject(json.output)) return []
  return Object.entries(json.output).flatMap(([question, answer]) => [
    ...(isObject(answer) ? named(answer) : []),
    { question, text: textOf(isObject(answer) ? valueIn(answer) : answer) },
  ])
}

/** An answer by each name that its question has. */
function named(one: Record<string, unknown>) {
  const text = textOf(valueIn(one))
  return Object.entries(one).flatMap(([name, question]) =>
    names.includes(name.toLowerCase()) && typeof question === 'string' ? [{ question, text }] : [],
  )
}

function valueIn(one: Record<string, unknown>): unknown {
  const found = values.find((name) => Object.keys(one).some((key) => key.toLowerCase() === name))
  return Object.entries(one).find(([key]) => key.toLowerCase() === found)?.[1]
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(', ')
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : ''
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

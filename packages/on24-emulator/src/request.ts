import { bestGuess } from './best-guess.ts'
import type { Operation } from './contract.ts'
import { refuse } from './refusal.ts'
import type { Fields } from './types.ts'

/** Reads the query; refuses a name that the operation does not have. */
export function readQuery(operation: Operation, url: URL): Fields {
  return collect(url.searchParams, (name) => operation.query.has(name.toLowerCase()), 'query parameter')
}

/** The fields that a copy of an event needs, in place of those of a new one. */
const requiredOfCopy = ['liveStart', 'liveDuration']

/** Reads the form body; refuses a content type or a name that the operation does not have. */
export async function readForm(operation: Operation, request: Request, query: Fields): Promise<Fields> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (operation.types.length === 0) {
    if (type) refuse(bestGuess.wrongContentType, `Content type ${type} is not supported.`)
    return {}
  }
  if (!type || !operation.types.includes(type)) {
    refuse(bestGuess.wrongContentType, `Content type ${type ?? '(none)'} is not supported.`)
  }
  const form = await request.formData().catch(() => refuse(400, 'The form cannot be read.'))
  const fields = collect(form, (name) => operation.form.has(name), 'form field')
  const required = query.eventsource === undefined ? operation.required : requiredOfCopy
  for (const name of required) if (!fields[name.toLowerCase()]) refuse(400, `${name} is required.`)
  return fields
}

function collect(entries: Iterable<[string, unknown]>, takes: (name: string) => boolean, kind: string): Fields {
  const fields: Fields = {}
  for (const [name, value] of entries) {
    if (!takes(name)) refuse(400, `Unknown ${kind} ${name}.`)
    if (typeof value !== 'string') refuse(400, `The ${kind} ${name} must be text.`)
    if (fields[name.toLowerCase()] !== undefined) refuse(400, `The ${kind} ${name} is given twice.`)
    fields[name.toLowerCase()] = value
  }
  return fields
}

/** A Y or N parameter. */
export function flag(fields: Fields, name: string, fallback: 'Y' | 'N'): boolean {
  const value = fields[name.toLowerCase()] ?? fallback
  if (value !== 'Y' && value !== 'N') refuse(400, `${name} must be Y or N.`)
  return value === 'Y'
}

/** One of a few words, in any case. */
export function choice(fields: Fields, name: string, words: readonly string[], fallback: string): string {
  const value = (fields[name.toLowerCase()] ?? fallback).toLowerCase()
  if (!words.includes(value)) refuse(400, `${name} must be one of ${words.join(', ')}.`)
  return value
}

/** A number without sign or fraction. */
export function wholeNumber(fields: Fields, name: string, fallback: number): number {
  const value = fields[name.toLowerCase()] ?? String(fallback)
  if (!/^\d{1,9}$/.test(value)) refuse(400, `${name} must be a whole number.`)
  return Number(value)
}

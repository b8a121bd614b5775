import * as v from 'valibot'
import { CredentialsRefusedError } from '../core/errors.ts'

/** @throws CredentialsRefused if the text is not of the shape */
export function readable<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, text)
  if (parsed.success) return parsed.output
  throw unreadable()
}

/** @param message for the log */
export function unreadable(message?: string) {
  return new CredentialsRefusedError(
    'not_authenticated',
    { code: 'credentials_unreadable' },
    message ? { message } : {},
  )
}

import * as v from 'valibot'
import { CredentialsRefusedError } from '../core/errors.ts'
import type { CredentialField } from '../model/provider.ts'

export const regions = ['na', 'eu'] as const

/** A token goes into a header: printable and without spaces. */
const token = /^[\x21-\x7e]{1,500}$/

/** The fields that ON24 shows under Integrations, API Tokens (support.on24.com, API Tokens). */
export const fields = [
  { name: 'clientId', secret: false, pattern: /^\d{1,20}$/, column: 'clientId' },
  { name: 'accessTokenKey', secret: true, pattern: token, column: 'accessTokenKey' },
  { name: 'accessTokenSecret', secret: true, pattern: token, column: 'accessTokenSecret' },
] as const satisfies readonly CredentialField[]

const On24Credentials = v.object({
  region: v.picklist(regions),
  clientId: v.string(),
  accessTokenKey: v.string(),
  accessTokenSecret: v.string(),
})

/** @throws CredentialsRefused if these are not credentials of ON24 */
export function readCredentials(credentials: unknown): v.InferOutput<typeof On24Credentials> {
  const parsed = v.safeParse(On24Credentials, credentials)
  if (parsed.success) return parsed.output
  throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_unreadable' })
}

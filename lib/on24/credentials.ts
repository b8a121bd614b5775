import * as v from 'valibot'
import { CredentialsRefusedError } from '../core/errors.ts'
import type { CredentialField } from '../model/provider.ts'

export const regions = ['na', 'eu'] as const

/** A token goes into a header: printable and without spaces. */
const token = /^[\x21-\x7e]{1,500}$/

/** What ON24 shows under Integrations, API Tokens (support.on24.com, API Tokens). */
export const fields = [
  {
    ...{ name: 'clientId', title: 'client id', secret: false, pattern: /^\d{1,20}$/, column: 'clientId' },
    expected: 'the number that ON24 shows beside the token',
  },
  {
    ...{ name: 'accessTokenKey', title: 'access token key', secret: true, pattern: token, column: 'accessTokenKey' },
    expected: 'the token key from ON24, without spaces',
  },
  {
    ...{ name: 'accessTokenSecret', title: 'access token secret', secret: true, pattern: token },
    ...{ expected: 'the token secret from ON24, without spaces', column: 'accessTokenSecret' },
  },
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
  throw new CredentialsRefusedError('not_authenticated', 'The kept credentials cannot be read; enter them again.')
}

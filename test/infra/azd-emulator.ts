import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/**
 * A program in place of azd, for scripts that azd runs. It gives a token for one resource, and writes down how else it was
 * called. Without a resource nobody is signed in.
 */
export function emulateAzd(resource: string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'azd-'))
  const calls = join(folder, 'calls')
  const token = crypto.randomUUID()
  const asked = `auth token --output json --no-prompt --scope ${resource}/.default`
  const script = `#!/bin/sh
if [ "$*" = '${asked}' ]; then echo '{ "token": "${token}", "expiresOn": "2099-01-01T00:00:00Z" }'; exit; fi
if [ "$1" = auth ]; then echo 'ERROR: not logged in' >&2; exit 1; fi
echo "$@" >> '${calls}'
`
  writeFileSync(join(folder, 'azd'), script, { mode: 0o755 })
  writeFileSync(calls, '')
  const { PATH = '', HOME = '' } = process.env
  return {
    env: { PATH: `${folder}${delimiter}${PATH}`, HOME },
    /** True for a request that carries the token. */
    signedIn: (headers: Headers) => headers.get('authorization') === `Bearer ${token}`,
    calls: () => readFileSync(calls, 'utf8').trim(),
    stop: () => rmSync(folder, { recursive: true }),
  }
}

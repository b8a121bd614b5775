import { execFileSync } from 'node:child_process'

/**
 * A token of who is signed in to azd. No package is needed for it: beside a sign-in that may
 * change a subscription runs no code of others (`.github/workflows/deploy.yml`).
 * @param resource what it is for, as an address without a slash at its end
 * @throws Error if nobody is signed in
 */
export function azdToken(resource: string): string {
  const options = ['auth', 'token', '--output', 'json', '--no-prompt', '--scope', `${resource}/.default`]
  try {
    return JSON.parse(execFileSync('azd', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).token
  } catch {
    throw new Error('azd gives no token: sign in with `azd auth login`.')
  }
}

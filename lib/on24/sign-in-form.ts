import type { SignInForm } from '../model/entrance.ts'

/**
 * Signs somebody in to an event with "Login Only": Unified Seamless Registration, which answers with a redirect to the lobby
 * (apidoc.on24.com, Seamless Registration). Event and key are the last two parts of the path of the audience link.
 * @param url the root of ON24's REST API, by which the region is known
 * @returns undefined if the link has another form
 */
export function toSignInForm(url: string, audienceUrl: string, email: string): SignInForm | undefined {
  const audience = URL.parse(audienceUrl)
  const [, eventid, key] = /\/wcc\/r\/(\d{1,20})\/(\w+)\/?$/.exec(audience?.pathname ?? '') ?? []
  if (!audience || !eventid || !key) return undefined
  const action = seamless(new URL(url))
  return { action: action.href, fields: { eventid, key, email }, leadsTo: [...sites(action), audience.origin] }
}

/** The service of the region; an emulator has it on its own host. */
function seamless({ hostname, origin }: URL) {
  if (!hostname.endsWith('.on24.com')) return new URL('/seamlessreg', origin)
  return new URL(hostname.startsWith('api.eu.') ? 'https://seamlessreg.eu.on24.com/' : 'https://seamlessreg.on24.com/')
}

/** Browsers hold every redirect after a form against its policy. */
function sites({ hostname, origin }: URL) {
  return hostname.endsWith('.on24.com') ? ['https://*.on24.com'] : [origin]
}

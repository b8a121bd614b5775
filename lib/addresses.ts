/** Addresses as people copy them from a browser or a portal. Each reader gives the one form that is meant, or undefined. */

/** Paths of an environment that people copy: the Web API, its forms and apps, the old services. */
const environmentPath = /^\/(api\/data(\/.*)?|main\.aspx|apps(\/.*)?|xrmservices\/.*)?$/i
/** Sites that show environments and are none. */
const portals = /(^|\.)(powerapps\.com|powerplatform\.microsoft\.com|azure\.com)$/

/**
 * The origin of a Dataverse environment. `<name>.api.crm<n>.…` serves calls but is not the name that webhooks carry, so
 * `<name>.crm<n>.…` is taken for it.
 */
export function environmentOrigin(given: string): string | undefined {
  const url = secureUrl(given)
  if (!url || portals.test(url.hostname) || !environmentPath.test(url.pathname)) return undefined
  url.hostname = url.hostname.replace(/^([^.]+)\.api\.(crm\d*\.)/, '$1.$2')
  return url.origin
}

/** The origin of a vault, also from the identifier of something in it. */
export function vaultOrigin(given: string): string | undefined {
  const url = secureUrl(given)
  const isVault = url && !portals.test(url.hostname)
  return isVault && /^\/((secrets|keys|certificates)(\/.*)?)?$/.test(url.pathname) ? url.origin : undefined
}

/** The root of ON24's REST API with its version, also from the address of a call (apidoc.on24.com). */
export function on24Root(given: string): string | undefined {
  const url = secureUrl(given)
  if (!url) return undefined
  const path = url.pathname.replace(/\/client(\/.*)?$/, '').replace(/\/+$/, '') || '/v2'
  const isAtOn24 = /(^|\.)on24\.com$/.test(url.hostname)
  return isAtOn24 && !(url.hostname.startsWith('api.') && path === '/v2') ? undefined : `${url.origin}${path}`
}

/**
 * Where people reach the app, of the host name by which the platform serves it (learn.microsoft.com/azure/app-service,
 * environment variables reference: WEBSITE_HOSTNAME).
 */
export function publicAddress(hostName: string | undefined): string | undefined {
  const url = hostName ? URL.parse(`https://${hostName}`) : null
  if (!url || url.host !== hostName?.toLowerCase()) return undefined
  return `${isLoopback(url) ? 'http' : 'https'}://${url.host}`
}

/** An https address, or a plain http one on this very machine. */
export function secureUrl(given: string): URL | undefined {
  const url = URL.parse(given)
  return url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) ? url : undefined
}

/** The one place where the embedded environment differs from Azure: its emulators speak plain http. */
export function isLoopback(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

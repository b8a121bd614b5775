import type { HostedFunction, HttpTrigger } from './hosted-function.ts'

export type HttpFunction = HostedFunction & { trigger: HttpTrigger }
type Match = { hosted: HttpFunction; params: Record<string, string> }

export function isHttp(hosted: HostedFunction): hosted is HttpFunction {
  return hosted.trigger.type === 'http'
}

/**
 * Functions by name, in the order in which the host maps their routes, without those whose route an earlier one has.
 * github.com/Azure/azure-functions-host, `FunctionMetadataManager.cs`, `ScriptHost.cs` (`HttpRoutesConflict`)
 */
export function withoutConflicts(registered: HostedFunction[], report: (message: string) => void) {
  const key = ({ name }: HostedFunction) => name.toUpperCase()
  const served = new Map<string, HostedFunction>()
  for (const hosted of registered.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))) {
    const earlier = isHttp(hosted) && [...served.values()].filter(isHttp).find((one) => isSameRoute(one, hosted))
    if (earlier) report(inError(hosted.name, earlier.name))
    else served.set(hosted.name, hosted)
  }
  return served
}

function isSameRoute({ trigger: one }: HttpFunction, { trigger: other }: HttpFunction) {
  const sharesMethod = one.methods.some((method) => other.methods.includes(method))
  return sharesMethod && one.route.toUpperCase() === other.route.toUpperCase()
}

function inError(name: string, earlier: string) {
  return `The '${name}' function is in error: The route specified conflicts with the route defined by function '${earlier}'.`
}

/**
 * Finds the function for a call by path and method: the first in the given order whose route matches, whatever the case,
 * even where a later route matches more closely.
 * github.com/Azure/azure-webjobs-sdk-extensions, `WebJobsRouteBuilder.cs`
 */
export function createRouter(functions: HttpFunction[]) {
  const routes = functions.map((hosted) => ({ hosted, pattern: toPattern(hosted.trigger.route) }))
  return (method: string, pathname: string): Match | undefined => {
    for (const { hosted, pattern } of routes) {
      const groups = hosted.trigger.methods.includes(method) && pattern.exec({ pathname })?.pathname.groups
      if (groups) return { hosted, params: decoded(groups) }
    }
    return undefined
  }
}

/** Supports `{id}` and `{id?}`; throws for constraints and catch-alls. */
function toPattern(route: string) {
  const pathname = route.replaceAll(/\{(\w+)(\??)\}/g, ':$1$2')
  if (/[{}*()+\\]/.test(pathname)) throw new Error(`The route ${route} is not supported: only {name} and {name?} are.`)
  return new URLPattern({ pathname }, { ignoreCase: true })
}

function decoded(groups: Record<string, string | undefined>) {
  const present = Object.entries(groups).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
  return Object.fromEntries(present.map(([key, value]) => [key, decode(value)]))
}

function decode(text: string) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

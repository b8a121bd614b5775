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
      const match = hosted.trigger.methods.includes(method) ? pattern.exec(pathname) : null
      if (match) return { hosted, params: decoded(match.groups ?? {}) }
    }
    return undefined
  }
}

/** Supports `{id}` and a whole segment `{id?}`; throws for constraints and catch-alls. (Node 22 has no URLPattern.) */
function toPattern(route: string) {
  const parts = route.split(/(\/?\{\w+\?\}|\{\w+\})/)
  const pattern = parts.map((part) => {
    const [, slash = '', name, optional] = /^(\/?)\{(\w+)(\??)\}$/.exec(part) ?? []
    if (name) return optional ? `(?:${slash}(?<${name}>[^/]+))?` : `${slash}(?<${name}>[^/]+)`
    if (/[{}*()+\\]/.test(part)) throw new Error(`The route ${route} is not supported: only {name} and {name?} are.`)
    return part.replaceAll(/[.?^$|[\]]/g, '\\$&')
  })
  return new RegExp(`^${pattern.join('')}$`, 'i')
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

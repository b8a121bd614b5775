import type { HostedFunction, HttpTrigger } from './hosted-function.ts'

export type HttpFunction = HostedFunction & { trigger: HttpTrigger }
export type Match = { hosted: HttpFunction; params: Record<string, string> }

/** Finds the function for a call by path and method; a literal segment goes before a parameter, whatever the case. */
export function createRouter(functions: HttpFunction[]) {
  const routes = functions
    .map((hosted) => ({ hosted, pattern: toPattern(hosted.trigger.route) }))
    .toSorted((a, b) => rank(a.hosted.trigger.route).localeCompare(rank(b.hosted.trigger.route)))
  return (method: string, pathname: string): Match | undefined => {
    for (const { hosted, pattern } of routes) {
      const groups = hosted.trigger.methods.includes(method) && pattern.exec({ pathname })?.pathname.groups
      if (groups) return { hosted, params: decoded(groups) }
    }
    return undefined
  }
}

/** `{id}` and `{id?}` only; a constraint or a catch-all is refused rather than taken for text. */
function toPattern(route: string) {
  const pathname = route.replaceAll(/\{(\w+)(\??)\}/g, ':$1$2')
  if (/[{}*()+\\]/.test(pathname)) throw new Error(`The route ${route} has a form that is not served here.`)
  return new URLPattern({ pathname }, { ignoreCase: true })
}

function rank(route: string) {
  return route
    .split('/')
    .map((segment) => (segment.startsWith('{') ? (segment.endsWith('?}') ? '2' : '1') : '0'))
    .join('')
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

import {
  app as functions,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions'
import type { Actor } from '../model/actor.ts'
import type { Role } from '../model/role.ts'
import type * as OnFirstCall from '../on-first-call.ts'

type Loaded = typeof OnFirstCall

type Route = {
  name: string
  methods: HttpMethod[]
  route: string
  /** The role that a token must have; a function key opens every route. */
  role: Role
  handler(request: HttpRequest, loaded: Loaded, actor: Actor): Promise<HttpResponseInit>
}

/**
 * Serves a route in both ways in: under its name and address with a function key, and below `v1/` with an access token
 * of Microsoft Entra. They are two functions, because the host checks keys before the app runs, and by route.
 * @param load brings what the first call needs
 */
export function route(load: () => Promise<Loaded>, { name, methods, route, role, handler }: Route) {
  const serve = (admit: (request: HttpRequest, loaded: Loaded) => Actor | Promise<Actor>) => ({
    methods,
    handler: async (request: HttpRequest, context: InvocationContext) => {
      const loaded = await load()
      return loaded.answer(context, loaded.app, async () => {
        const actor = await admit(request, loaded)
        // A person waits for the answer, and wants no word of an outage that may have ended.
        return loaded.insist(() => handler(request, loaded, actor))
      })
    },
  })
  const byKey = serve((_request, { admitByKey, app }) => admitByKey(route, app()))
  const byToken = serve((request, { admitByToken, app }) => admitByToken(request, role, app()))
  functions.http(name, { ...byKey, authLevel: 'function', route })
  functions.http(`v1-${name}`, { ...byToken, authLevel: 'anonymous', route: `v1/${route}` })
}

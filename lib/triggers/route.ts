import {
  app as functions,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions'
import { insist } from '../core/breaker.ts'
import { NotFoundError, SwitchedOffError } from '../core/errors.ts'
import type { SignIn } from '../entra/sign-in.ts'
import type { Actor } from '../model/actor.ts'
import type { Role } from '../model/role.ts'
import type { Services } from '../services.ts'
import { answer } from './http.ts'

/** The ways in; no sign-in where it is not set up. */
type Doors = Pick<Services, 'language'> & { signIn: SignIn | undefined; keyRoutes: boolean }

type Route = {
  name: string
  methods: HttpMethod[]
  route: string
  /** The role that a token must have; a function key opens every route. */
  role: Role
  handler(request: HttpRequest, actor: Actor): Promise<HttpResponseInit>
}

/**
 * Serves a route in both ways in: under its name and address with a function key, and below `v1/` with an access token
 * of Microsoft Entra. They are two functions, because the host checks keys before the app runs, and by route.
 */
export function route(app: () => Doors, { name, methods, route, role, handler }: Route) {
  const serve = (admit: (request: HttpRequest) => Actor | Promise<Actor>) => ({
    methods,
    handler: (request: HttpRequest, context: InvocationContext) =>
      answer(context, app, async () => {
        const actor = await admit(request)
        // A person waits for the answer, and wants no word of an outage that may have ended.
        return insist(() => handler(request, actor))
      }),
  })
  const byKey = serve(() => {
    if (app().keyRoutes) return { by: 'key' }
    throw new SwitchedOffError({ code: 'keys_switched_off', route: `/api/v1/${route}` })
  })
  const byToken = serve((request) => {
    const { signIn } = app()
    if (!signIn) throw new NotFoundError({ code: 'sign_in_not_set_up' })
    return signIn.admit(request.headers.get('authorization'), role)
  })
  functions.http(name, { ...byKey, authLevel: 'function', route })
  functions.http(`v1-${name}`, { ...byToken, authLevel: 'anonymous', route: `v1/${route}` })
}

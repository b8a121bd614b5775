import type { HttpRequest } from '@azure/functions'
import { NotFoundError, SwitchedOffError } from '../core/errors.ts'
import type { SignIn } from '../entra/sign-in.ts'
import type { Actor } from '../model/actor.ts'
import type { Role } from '../model/role.ts'

/** The ways in; no sign-in where it is not set up. */
type Doors = { signIn: SignIn | undefined; keyRoutes: boolean }

/** Lets in a caller whose key the host has checked. @throws SwitchedOff where keys open no route */
export function admitByKey(route: string, { keyRoutes }: Doors): Actor {
  if (keyRoutes) return { by: 'key' }
  throw new SwitchedOffError({ code: 'keys_switched_off', route: `/api/v1/${route}` })
}

/** Lets in the bearer of a token with this role. @throws NotFound where nobody can sign in, InvalidToken, RoleMissing */
export async function admitByToken({ headers }: HttpRequest, role: Role, { signIn }: Doors): Promise<Actor> {
  if (!signIn) throw new NotFoundError({ code: 'sign_in_not_set_up' })
  return signIn.admit(headers.get('authorization'), role)
}

import type { Context } from 'hono'
import { toListedEvent } from './event.ts'
import type { World } from './types.ts'

/**
 * Unified Seamless Registration, which a browser posts a form to: no token, and a redirect to the lobby. Whom it does not
 * know it registers; here only people who are registered get in, as with "Login Only".
 */
export async function signIn(world: World, context: Context): Promise<Response> {
  const form = new URLSearchParams(await context.req.text())
  const event = world.events.get(Number(form.get('eventid')))
  const person = event?.registrants.byEmail.get((form.get('email') ?? '').toLowerCase())
  const isKnown = event && toListedEvent(event).audiencekey === form.get('key') && person?.userstatus === 'active'
  if (!isKnown) return context.html('<title>Log in</title><h1>Log in</h1>', 403)
  return context.redirect(`/lobby?eventid=${event.eventid}&eventuserid=${person.eventuserid}`, 302)
}

/** The lobby of an event, as far as a test needs to see that it is reached. */
export function lobby(context: Context): Response {
  return context.html('<title>Lobby</title><h1>Lobby</h1>') as Response
}

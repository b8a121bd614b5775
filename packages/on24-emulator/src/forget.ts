import { pacific } from './pacific.ts'
import { refuse } from './refusal.ts'
import { erase } from './registrant.ts'
import { find, rename } from './roster.ts'
import type { Call } from './types.ts'
import { eventsOf, openEvent } from './world.ts'

/** `POST /forget`: erases people for good, in one event or in all of the client's. */
export function forget({ world, account, form }: Call): object {
  const events = form.eventid ? [openEvent(world, account.clientId, form.eventid)] : eventsOf(world, account.clientId)
  const emails = (form.email ?? '').split(',').map((email) => email.trim())
  const found = events.flatMap(({ registrants }) =>
    emails.flatMap((email) => {
      const registrant = find(registrants, email)
      return registrant ? [{ registrants, registrant }] : []
    }),
  )
  if (found.length === 0) refuse(404, 'No registrant was found.')
  for (const { registrants, registrant } of found) {
    rename(registrants, registrant, `${registrant.eventuserid}-deleted`)
    erase(registrant)
    registrant.lastactivity = pacific(world.now())
  }
  return { deletedregistrants: { eventuserids: found.map(({ registrant }) => registrant.eventuserid) } }
}

import { refuse } from './refusal.ts'
import { flag } from './request.ts'
import type { Call, Email, World } from './types.ts'
import { openEvent } from './world.ts'

/** The e-mails that every new event has; two of them are sent. */
export function newEmails(world: World): Email[] {
  return [
    newEmail(world, 'Confirmation Email', 'Y', 'When Registered'),
    newEmail(world, 'Reminder Email #1', 'Y', '1 Day Before Event'),
    newEmail(world, 'Reminder Email #2', 'N', '1 Hour Before Event'),
  ]
}

/** The same e-mails for another event. */
export function copyEmails(world: World, emails: readonly Email[]): Email[] {
  return emails.map(({ emailtype, activated, whentosend }) => newEmail(world, emailtype, activated, whentosend))
}

/** `GET /event/{eventId}/email` */
export function listEmails({ world, account, path }: Call): object {
  const { eventid, emails } = openEvent(world, account.clientId, path.eventId)
  return { eventid, emails }
}

/** `PUT /event/{eventId}/email/{emailId}`: changes the fields sent. */
export function changeEmail({ world, account, path, form }: Call): object {
  const { emails } = openEvent(world, account.clientId, path.eventId)
  const email = emails.find(({ emailid }) => emailid === Number(path.emailId))
  if (!email) refuse(404, `The email ${path.emailId} doesn't exist.`)
  if (form.activated !== undefined) email.activated = flag(form, 'activated', 'N') ? 'Y' : 'N'
  if (form.whentosend !== undefined) email.whentosend = form.whentosend
  if (form.subject !== undefined) email.subject = form.subject
  return email
}

function newEmail(world: World, emailtype: string, activated: Email['activated'], whentosend: string): Email {
  world.lastEmailId += 1
  return { emailid: world.lastEmailId, emailtype, activated, whentosend, subject: `${emailtype} - #EVENTTITLE#` }
}

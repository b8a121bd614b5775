import type { Call, Event } from './types.ts'
import { openEvent } from './world.ts'

/** The fields of every registration form, by their ids. */
const usual = ['firstname', 'lastname', 'company', 'job_title', 'work_phone', 'country']

/** The name under which a form's field is sent: the form says `job_title` where a registration says `jobtitle`. */
export function sentAs(fieldId: string): string {
  return fieldId.replaceAll('_', '')
}

/** `GET /event/{eventId}/regfield` */
export function listFields({ world, account, path }: Call): object {
  const event = openEvent(world, account.clientId, path.eventId)
  const ids = new Set([...usual, ...event.requiredFields, ...Object.keys(event.dropdowns)])
  const email = {
    fieldid: 'email',
    fieldcaption: 'Email',
    fieldtype: 'textbox',
    validationtype: 'email',
    required: 'Y',
  }
  return { registrationfields: [email, ...[...ids].map((id) => toField(event, id))] }
}

function toField(event: Event, id: string): object {
  const options = event.dropdowns[id]
  const caption = id.replaceAll('_', ' ')
  return {
    fieldid: id,
    fieldcaption: caption.charAt(0).toUpperCase() + caption.slice(1),
    fieldtype: options ? 'listbox' : 'textbox',
    validationtype: 'none',
    required: event.requiredFields.includes(id) ? 'Y' : 'N',
    options,
  }
}

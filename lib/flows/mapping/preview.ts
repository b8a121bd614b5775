import { cutText } from '../../core/cut-text.ts'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { RegistrantField } from '../../model/mapping.ts'
import { type FieldValue, fieldValues } from '../../rules/mapping/mapped-fields.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { connectOrExplain } from '../operations/plan-backfill.ts'

/**
 * Says of each field of a webinar what is sent for one registration, by the form as it is at the provider now. Nothing is
 * sent.
 * @throws NotFound, Refused where the registration is for no webinar that can take it, Unavailable
 */
export async function previewRegistration(
  row: RowReference,
  services: Services,
): Promise<readonly [UserMessage, ...UserMessage[]]> {
  const { crm, mappingOf, readForm } = services
  const found = await crm.registration(row)
  if (!found) throw new NotFoundError({ code: 'registration_gone' })
  const { registration, webinar } = found
  if (!isWebinar(webinar)) throw new RefusedError({ code: 'registration_of_none' })
  const connected = await connectOrExplain(webinar, services)
  if ('problem' in connected) throw new RefusedError(connected.problem)
  const { account, configuration, webinarId } = connected
  const problem = account.validateRegistrant(registration.contact)
  const { kind, id: webinarRow } = webinar
  const place = { configuration, webinarId, kind, webinarRow }
  // People change a line, and look at once.
  await crm.fieldMappingsNow()
  await readForm(place, account)
  const { lines, fields, form, columns } = await mappingOf(place, account)
  const siblings = await crm.registrationsByEmail(kind, webinarRow, registration.contact.email, row.id, columns)
  const own = siblings.find((one) => one.registration.id === row.id)?.registration ?? registration
  const values = fieldValues(own.contact, own.texts, lines, fields, form)
  const told = values.map((value) => messageOf(value, fields))
  const email: UserMessage = problem ?? { code: 'preview_field', caption: 'Email', value: own.contact.email }
  return [email, ...told]
}

function messageOf(
  { field, caption, value, fault, keepsOut }: FieldValue,
  fields: readonly RegistrantField[],
): UserMessage {
  const most = fields.find(({ name }) => name === field)?.longest ?? Number.POSITIVE_INFINITY
  if (fault === 'missing') return { code: 'preview_missing', caption }
  if (fault === 'too long') return { code: 'preview_too_long', caption, most }
  if (fault) return { code: keepsOut ? 'preview_not_option' : 'preview_left_out', caption, value }
  if (value.length > most) return { code: 'preview_cut', caption, value: cutText(value, most), most }
  return { code: 'preview_field', caption, value }
}

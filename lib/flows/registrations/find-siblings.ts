import { isSameEmail } from '../../core/email.ts'
import type { Registration } from '../../model/crm.ts'
import { effectiveRegistration } from '../../rules/registrations/desired-state.ts'
import type { Services } from '../../services.ts'
import type { RegistrantAt } from './registrant.ts'

/**
 * All registrations of an event or session that share a registrant, as they count now. Empty where the event or session
 * runs as another webinar: then nobody is registered in this one.
 * @param registrationId is among them whatever address it has now, if it is there
 */
export async function findSiblings(
  { kind, webinarRow, email, configuration, webinarId }: RegistrantAt,
  registrationId: string,
  { crm }: Services,
): Promise<Registration[]> {
  const found = await crm.registrationsByEmail(kind, webinarRow, email, registrationId)
  return found
    .filter(({ webinar }) => webinar.configuration === configuration && webinar.webinarId === webinarId)
    .filter(({ registration }) => isSameEmail(registration.contact.email, email))
    .map(({ registration, webinar }) => effectiveRegistration(registration, webinar))
}

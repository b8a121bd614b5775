import { isSameEmail } from '../../core/email.ts'
import type { Registration } from '../../model/crm.ts'
import type { WebinarMapping } from '../../rules/mapping/held-lines.ts'
import { withFields } from '../../rules/mapping/mapped-fields.ts'
import { effectiveRegistration } from '../../rules/registrations/desired-state.ts'
import { isActive } from '../../rules/registrations/standing.ts'
import type { Services } from '../../services.ts'
import { formHolds, ifNotNow } from './learn-form.ts'
import type { RegistrantAt } from './registrant.ts'

/**
 * All registrations of an event or session that share a registrant, as they count now. Empty where the event or session
 * runs as another webinar: then nobody is registered in this one.
 * @param registrationId is among them whatever address it has now, if it is there
 */
export async function findSiblings(
  at: RegistrantAt,
  registrationId: string,
  services: Services,
): Promise<Registration[]> {
  const mapping = await services.mappingOf(at, at.account)
  const siblings = await readSiblings(at, registrationId, mapping, services)
  const isOld = mapping.readAt !== undefined && services.now().getTime() - mapping.readAt.getTime() > formHolds
  if (!isOld || !siblings.some((one) => isActive(one) && one.faults)) return siblings
  // Nobody is kept out by what the form asked for an hour ago.
  if (!(await services.readForm(at, at.account).catch(ifNotNow))) return siblings
  return readSiblings(at, registrationId, await services.mappingOf(at, at.account), services)
}

async function readSiblings(
  { kind, webinarRow, email, configuration, webinarId }: RegistrantAt,
  registrationId: string,
  mapping: WebinarMapping,
  { crm }: Services,
) {
  const found = await crm.registrationsByEmail(kind, webinarRow, email, registrationId, mapping.columns)
  return found
    .filter(({ webinar }) => webinar.configuration === configuration && webinar.webinarId === webinarId)
    .filter(({ registration }) => isSameEmail(registration.contact.email, email))
    .map(({ registration, webinar }) => withFields(effectiveRegistration(registration, webinar), mapping))
}

import type { AccountSettings } from '../../model/account-settings.ts'
import type { Registration, WebinarRow } from '../../model/crm.ts'
import type { Registrant } from '../../model/webinar.ts'
import { isActive } from './standing.ts'

/** A registration as it counts: for what was called off it is none any more, whatever its own row says. */
export function effectiveRegistration<Row extends Pick<Registration, 'standing'>>(
  registration: Row,
  { cancelled }: Pick<WebinarRow, 'cancelled'>,
): Row {
  return cancelled ? { ...registration, standing: 'cancelled' } : registration
}

/**
 * The registrant that the provider must have for one address in one webinar, given all registrations that share it: the
 * oldest active one is the primary registration, which the registrant carries. Undefined: nobody.
 */
export function desiredRegistrant(registrations: readonly Registration[]): Registrant | undefined {
  const primary = oldestActive(registrations)
  if (!primary) return undefined
  const { id, contact, fields } = primary
  return { registrationId: id, ...contact, ...(fields && { fields }) }
}

/** The same registrant as the provider is told of them where Dynamics mails: part of what is compared with what it knows. */
export function mailedBy(registrant: Registrant, { mailsFrom }: Pick<AccountSettings, 'mailsFrom'>): Registrant {
  return mailsFrom === 'crm' ? { ...registrant, mailsFrom } : registrant
}

export function oldestActive(registrations: readonly Registration[]): Registration | undefined {
  return registrations
    .filter(isActive)
    .sort((a, b) => a.createdOn.getTime() - b.createdOn.getTime() || (a.id < b.id ? -1 : 1))[0]
}

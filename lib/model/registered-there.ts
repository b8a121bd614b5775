import type { WebinarKind } from './crm.ts'
import type { Person } from './engagement.ts'

/** Somebody with a place in a webinar at the provider, as they registered there. */
export type ThereRegistrant = {
  providerId: string
  email: string
  /** The registration that they carry. */
  registrationId: string | undefined
  person: Person
  /** They agreed to marketing mails at the provider. */
  hasConsented: boolean
}

/** A contact as people are looked up among them. */
export type FoundContact = { id: string; email: string; isActive: boolean }

/** A contact to make of somebody who registered for an event at the provider, with the names that they gave there. */
export type NewContact = { id: string; email: string; firstName: string; lastName: string; eventId: string }

/** A registration to make of somebody whom the provider has. */
export type NewRegistration = {
  kind: WebinarKind
  id: string
  contactId: string
  webinarRow: string
  eventId: string
  /** Of a session registration: the one for its event, where there is one. */
  eventRegistrationId: string | undefined
  providerId: string
}

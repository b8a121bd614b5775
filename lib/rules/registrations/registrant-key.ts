import type { WebinarKind } from '../../model/crm.ts'
/**
 * One e-mail address in one webinar of one account: a registrant. The address is known by a keyed hash only.
 * `firstEditionHash` is the plain hash under which the first release kept the same registrant; it is empty where the
 * address is not known.
 */
export type RegistrantKey = { configuration: string; webinarId: string; emailHash: string; firstEditionHash: string }

/** The registrant that a registration is assigned to, and the event or session in CRM that it is for. */
export type Assignment = Omit<RegistrantKey, 'firstEditionHash'> & {
  kind: WebinarKind
  webinarRow: string
  /** The address, sealed under the account's registrant key; empty in a record of the first release. */
  sealedEmail: string
  /** The id of their contact, where the account erases those that are deleted; undefined or empty: it is not kept. */
  contact?: string | undefined
}

/** Whether a record means this registrant, in the form of this release or of the first one. */
export function isSameRegistrant(record: Assignment, key: RegistrantKey): boolean {
  const hash = record.sealedEmail ? key.emailHash : key.firstEditionHash
  return record.configuration === key.configuration && record.webinarId === key.webinarId && record.emailHash === hash
}

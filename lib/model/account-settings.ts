/** The choices that administrators make for an account. */
export type AccountSettings = {
  /** Whether attendees are brought to CRM as rows, beside their check-ins. */
  engagement: boolean
  /** Whether what each of them did is brought, too. */
  actions: boolean
  /** For how many months after the end of a webinar its attendees are kept in CRM; undefined: for ever. */
  monthsKept: number | undefined
  /** People who registered at the provider get a registration in CRM: nobody, those whom CRM knows, all. */
  registeredThere: 'list' | 'knownContacts' | 'allContacts'
  /** The purpose for which consent records are written; undefined: none are. */
  consentPurpose: string | undefined
  /** Whether check-ins are written while a webinar runs. */
  liveCheckIns: boolean
  /** Whether the audience signs in at the provider with nothing but their address. */
  loginOnly: boolean
  /** The sender of confirmations and reminders. */
  mailsFrom: 'provider' | 'crm'
  /** Whether somebody who cancels after the start is kept out. */
  blockLate: boolean
  /** Webinars at the provider with this tag are templates. */
  templateTag: string | undefined
  /** Whether a contact that is deleted in CRM is erased at the provider. */
  eraseDeleted: boolean
}

/** The settings of an account for which nobody decided anything. */
export const defaultSettings: AccountSettings = {
  engagement: true,
  actions: true,
  monthsKept: undefined,
  registeredThere: 'list',
  consentPurpose: undefined,
  liveCheckIns: true,
  loginOnly: false,
  mailsFrom: 'provider',
  blockLate: false,
  templateTag: undefined,
  eraseDeleted: false,
}

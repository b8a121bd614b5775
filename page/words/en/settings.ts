import type { AccountSettings } from '../../model.ts'

const { format: n } = new Intl.NumberFormat('en')

const registeredThere: Record<AccountSettings['registeredThere'], string> = {
  list: 'People who registered at ON24 itself are only listed once they attended.',
  knownContacts: 'People who registered at ON24 itself get a registration if Dynamics has their contact.',
  allContacts: 'People who registered at ON24 itself get a registration, and a contact if Dynamics has none.',
}

/** Texts about the choices of an account. */
export const settings = {
  title: 'Settings',
  open: 'Change the settings',
  none: 'The connector makes the settings of this account once it keeps its credentials.',
  showPurge: 'Show what would be deleted',
  doPurge: 'Delete for real',
  /** Each choice in a sentence. */
  say: (its: AccountSettings): string[] => [
    its.engagement
      ? its.actions
        ? 'Attendees come to Dynamics as rows, with their answers, questions and clicks.'
        : 'Attendees come to Dynamics as rows, without their answers, questions and clicks.'
      : 'Attendees do not come to Dynamics as rows; check-ins do.',
    its.monthsKept === undefined
      ? 'Rows of attendees are kept for ever.'
      : `Rows of attendees are kept for ${its.monthsKept === 1 ? 'one month' : `${n(its.monthsKept)} months`} after the end of the webinar.`,
    its.liveCheckIns
      ? 'People are checked in within minutes, while the webinar runs.'
      : 'People are checked in after the webinar.',
    its.loginOnly
      ? 'Join links sign people in: registration at ON24 is set to “Login Only”.'
      : 'Join links lead to the audience page of ON24.',
    its.mailsFrom === 'crm' ? 'Dynamics mails confirmations and reminders.' : 'ON24 mails confirmations and reminders.',
    its.blockLate
      ? 'Whoever cancels after the start is blocked at ON24.'
      : 'Whoever cancels after the start may still watch.',
    its.templateTag
      ? `Webinars at ON24 with the tag “${its.templateTag}” are offered as templates.`
      : 'No webinars at ON24 are offered as templates.',
    registeredThere[its.registeredThere],
    its.consentPurpose
      ? 'Consent to marketing that was given at ON24 is recorded in Dynamics, where it has no record yet.'
      : 'Consent to marketing that was given at ON24 is not recorded in Dynamics.',
    its.eraseDeleted
      ? 'A contact that is deleted in Dynamics is erased at ON24 a day later, for good.'
      : 'A contact that is deleted in Dynamics is not erased at ON24 by itself.',
  ],
}

import type { UserMessage } from '../messages/message.ts'
import type { WebinarChoice } from './crm.ts'
import type { RegistrationForm } from './mapping.ts'
import type { NewWebinar, ProviderWebinar, WebinarLinks, WebinarPlan, WebinarTemplate } from './webinar.ts'

/** An e-mail of a provider, as people call it there. */
type Reminder = { id: string; name: string }

/** How a provider makes webinars for one account and keeps them in step. Throws what the other calls throw. */
export type WebinarManagement = {
  /**
   * All that keeps this account from holding such a webinar.
   * @param making given for one that is to be made; `templateTag`: the tag that its template has to carry, if there is any
   */
  validatePlan(plan: WebinarPlan, making?: { templateTag: string | undefined }): Promise<UserMessage[]>
  /** Takes a turn at making a webinar: throws `Unavailable` with the time to wait, before anything is read for it. */
  acquireCreateQuota(): Promise<void>
  /**
   * Makes a webinar that carries the mark, its external id: at most 50 characters, of which the provider knows nothing but
   * that it shows them again. Twice makes two.
   */
  create(plan: WebinarPlan, externalId: string, more: NewWebinar): Promise<WebinarLinks>
  /** A webinar with one of these marks, made since then; one that is active, if there are several. */
  findByExternalId(externalIds: readonly string[], since: Date): Promise<ProviderWebinar | undefined>
  /** Gives a webinar this mark in place of the one that it has; all else stays. Throws `TooLate` once it has begun. */
  mark(webinarId: string, externalId: string): Promise<void>
  /** Undefined if the account has no such webinar. */
  webinar(webinarId: string): Promise<ProviderWebinar | undefined>
  /** Afterwards the webinar is as planned. Throws `TooLate` once it has begun. */
  change(webinarId: string, plan: WebinarPlan): Promise<void>
  /** Afterwards the webinar is gone; one that was gone before is no error. */
  remove(webinarId: string): Promise<void>
  /** The form that registrants fill in, as it is now; undefined if the provider does not tell, or has none. */
  registrationForm(webinarId: string): Promise<RegistrationForm | undefined>
  /** The types of webinars that the account can hold; undefined if its list cannot be read. */
  types(): Promise<WebinarChoice[] | undefined>
  /** E-mails that remind the registrants of a webinar. Left out: the provider sends none. */
  reminders?: {
    /** The e-mails that the provider is going to send; none where its list may not be read. */
    active(webinarId: string): Promise<Reminder[]>
    switchOff(webinarId: string, reminder: Reminder): Promise<void>
  }
  /** The webinars with this tag. Left out: the provider copies none. */
  templates?(tag: string): Promise<WebinarTemplate[]>
}

import type { UserMessage } from '../messages/message.ts'
import type { Credentials } from './configuration.ts'
import type {
  Attendance,
  ProviderRegistrant,
  Registered,
  Registrant,
  RegistrantReference,
  WebinarActivity,
} from './webinar.ts'
import type { WebinarManagement } from './webinar-management.ts'

/**
 * What a webinar provider does for one account. Every call may throw `Unavailable` or `CredentialsRefused`; those that
 * change something may throw `Refused`, with what a planner has to know of it.
 */
export type WebinarAccount = WebinarManagement & {
  /** As people call the provider. */
  title: string
  /** A cheap authenticated call: resolves if the credentials are good. */
  verifyCredentials(): Promise<void>
  /** Why this person cannot be registered at all, if so: found without asking the provider. */
  validateRegistrant(person: Pick<Registrant, 'email'>): UserMessage | undefined
  /**
   * Registers or updates: afterwards the person is registered with these very facts. Somebody who was cancelled has to
   * be restored, which throws `TooLate` once the webinar has begun.
   * @param before what the provider was last told of this address; `unknown`: another integration may have told it
   */
  register(
    webinarId: string,
    registrant: Registrant,
    before: 'none' | 'registered' | 'cancelled' | 'unknown',
  ): Promise<Registered>
  /**
   * Afterwards nobody is registered under this address; false if nobody was. Throws `TooLateError` once the webinar has
   * begun.
   */
  cancel(webinarId: string, who: RegistrantReference): Promise<boolean>
  /** Gives a person another address in all webinars of the account. Refused where the new address is taken. */
  rename(email: string, newEmail: string): Promise<void>
  registrants(webinarId: string): AsyncIterable<ProviderRegistrant>
  attendances(webinarId: string): AsyncIterable<Attendance>
  /** Webinars of the account whose audience did something since then. */
  changedSince(since: Date): AsyncIterable<WebinarActivity>
}

/** A webinar provider: its name in settings and in CRM, its regions in the order in which they are tried. */
export type Provider = {
  name: string
  title: string
  regions: readonly string[]
  /** A token that is not used for so many days is disabled. */
  tokenIdleDays: number
  connect(credentials: Credentials): WebinarAccount
}

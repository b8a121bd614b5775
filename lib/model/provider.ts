import type { UserMessage } from '../messages/message.ts'
import type { Credentials } from './configuration.ts'
import type { DetailedAttendance, DetailedRegistrant } from './engagement.ts'
import type { SignInForm } from './entrance.ts'
import type { ListedFacts } from './found-webinar.ts'
import type { RegistrantField } from './mapping.ts'
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
 * A webinar provider for one account. Every call may throw `Unavailable` or `CredentialsRefused`; those that
 * change something may throw `Refused`, with what a planner has to know of it.
 */
export type WebinarAccount = WebinarManagement &
  ProviderTraits & {
    /**
     * A cheap authenticated call: resolves if the credentials are good, with the external ids of those of the account's
     * webinars that it showed.
     */
    verifyCredentials(): Promise<readonly string[]>
    /** @throws CircuitOpen while the provider is known to be out, without asking it */
    ensureReachable(): Promise<void>
    /**
     * Waits for a turn to register or cancel somebody in this webinar. To be called right before, because the call itself
     * does not wait.
     * @throws QuotaReached with the time to come back at
     */
    acquireRegistrantQuota(webinarId: string): Promise<void>
    /**
     * Takes no turn: where many wait for theirs in this webinar, one is booked.
     * @throws QuotaReached with the time to come back at
     */
    ensureRegistrantQuota(webinarId: string): Promise<void>
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
     * Afterwards nobody is registered under this address; false if nobody was. Throws `TooLateError` once the webinar
     * has begun.
     */
    cancel(webinarId: string, who: RegistrantReference): Promise<boolean>
    /**
     * Lets a registrant carry a registration, and changes nothing else of them. Nobody under the address is no error. Left
     * out: registrants carry none.
     */
    carry?(webinarId: string, email: string, registrationId: string): Promise<void>
    /** Keeping out somebody who can no longer be cancelled. Left out: the provider keeps nobody out. */
    blocking?: {
      /** Whether somebody is kept out, by whomever; undefined if nobody is registered under the address. */
      isBlocked(webinarId: string, email: string): Promise<boolean | undefined>
      /** Takes a turn, unlike the calls above. Nobody under the address is no error. */
      setBlocked(webinarId: string, email: string, blocked: boolean): Promise<void>
    }
    /**
     * Gives a person another address in all webinars of the account. Refused where the new address is taken, and by a
     * provider that moves nobody after the start.
     */
    rename(email: string, newEmail: string): Promise<void>
    /**
     * Erases people in all webinars of the account, for good: afterwards nothing there names them. Answers how many
     * registrants those were; none is no error. Left out: the provider cannot be asked to.
     */
    erase?(emails: readonly string[]): Promise<number>
    /** Undefined for a registrant that cannot be read: one odd row costs itself only. */
    registrants(webinarId: string): AsyncIterable<ProviderRegistrant | undefined>
    /** Undefined for an attendee that cannot be read. */
    attendances(webinarId: string): AsyncIterable<Attendance | undefined>
    /** The same two lists, by the same calls, with all that is known of each person. Left out: no more is known. */
    detailed?: {
      registrants(webinarId: string): AsyncIterable<DetailedRegistrant | undefined>
      attendances(webinarId: string): AsyncIterable<DetailedAttendance | undefined>
    }
    /**
     * Attendances of people who came since then, in all webinars of the account, while these run: what is known of each so
     * far. Undefined for one that cannot be read. Left out: the provider does not tell before the end.
     */
    liveAttendances?(since: Date): AsyncIterable<{ webinarId: string; attendance: Attendance } | undefined>
    /**
     * Signs somebody in to a webinar that takes a log-in only; undefined where its link is of another form. Left out: the
     * provider has no such way.
     */
    signInForm?(audienceUrl: string, email: string): SignInForm | undefined
    /** Webinars of the account whose audience did something since then. */
    changedSince(since: Date): AsyncIterable<WebinarActivity>
    /**
     * Webinars of the account that start between the two times, each with a digest of what a cheap list tells of it and
     * of its registrants: a text that is another one after a change. One that is switched off is left out.
     * `facts`: left out where no event could run as it, and by a provider whose list does not tell them
     */
    webinarDigests(
      from: Date,
      to: Date,
    ): AsyncIterable<{ webinarId: string; digest: string; facts?: ListedFacts | undefined }>
  }

/** A webinar provider. */
export type Provider = ProviderTraits & {
  /** In lower case, letters and digits only: in bodies of requests, in what is kept, and on the provider row in CRM. */
  name: string
  fields: readonly CredentialField[]
  /** In the order in which they are tried; empty if the provider has none. */
  regions: readonly string[]
  /** A token that is not used for so many days is disabled; `Infinity`: never. */
  tokenIdleDays: number
  /** Calls a minute that the provider allows an account, by quota scope. */
  quotas: Readonly<Record<string, number>>
  /** Asks nobody. Throws `CredentialsRefused` if these are not credentials of this provider. */
  connect(credentials: Credentials): WebinarAccount
}

/** Traits of a provider that flows have to know, whichever the account. */
export type ProviderTraits = {
  /** As people call the provider. */
  title: string
  capabilities: Capabilities
  durations: Durations
  lags: Lags
  /** The id of a webinar in what a planner typed or pasted (a link, say); undefined if there is none in it. */
  readWebinarId(typed: string): string | undefined
  /** The fields that it takes of a registrant in any webinar, beside the e-mail address; empty where a mapping can fill nothing. */
  registrantFields: readonly RegistrantField[]
}

type Durations = {
  /** The longest webinar that it holds, in minutes. */
  longest: number
  /** How long a webinar of so many minutes is held, where only some durations are offered: the next longer one. */
  held(minutes: number): number
}

type Capabilities = {
  /** A registrant's facts can be changed; if not, a change removes and registers, with another provider id. */
  changesFacts: boolean
  /** A registrant can be given another address once the webinar has begun; if not, `rename` is refused. */
  movesAfterStart: boolean
  /** Registrants and attendees come back with the registration's id; if not, the provider id and the address tell. */
  carriesRegistrationId: boolean
  /** The audience may come after the live end, to a recording. */
  onDemand: boolean
}

/** How far the provider's lists are behind, at most, in milliseconds. */
type Lags = {
  /** A change of a registrant in the list of registrants. */
  list: number
  /** The live audience in the list of attendances, from the live end on. */
  attendance: number
}

/** A text among the credentials. */
export type CredentialField = {
  /** In the body of `PUT /configurations/{id}`, and in what is sealed. */
  name: string
  secret: boolean
  pattern: RegExp
  /**
   * The column of the configuration row in which it is typed; `clientId` names the account. A field without a column
   * can only be given to the API.
   */
  column?: 'clientId' | 'accessTokenKey' | 'accessTokenSecret'
}

/** The providers by name. The first is meant where none is named. */
export type Providers = ReadonlyMap<string, Provider>

import type { WebinarFacts } from './found-webinar.ts'

/** The facts about a person that CRM has and a provider is told. */
export type Contact = {
  email: string
  firstName: string
  lastName: string
  company: string
  jobTitle: string
}

/** A person as a webinar provider is told of them. */
export type Registrant = Contact & {
  /** The CRM registration that the provider's registrant carries, so that attendance finds its way home. */
  registrationId: string
  /** The provider is to send them none of the webinar's mails, because Dynamics does. */
  mailsFrom?: 'crm'
  /** Values of mapped fields, by the provider's names; an empty one takes back what was sent before. Left out: none is mapped. */
  fields?: Readonly<Record<string, string>>
}

/**
 * Whether a person has a place in a webinar: `pending` waits for the organiser's approval, `denied` was refused or
 * blocked by the organiser, `gone` was cancelled, `erased` was forgotten at the provider on request.
 */
export type RegistrantState = 'approved' | 'pending' | 'denied' | 'gone' | 'erased'

/** Whether a registrant has a place, or may get one. */
export function isThere({ state }: ProviderRegistrant): boolean {
  return state !== 'gone' && state !== 'erased'
}

/** A person as a provider lists them. */
export type ProviderRegistrant = {
  providerId: string
  email: string
  /** Undefined too where the provider cannot carry it. */
  registrationId: string | undefined
  state: RegistrantState
}

/** How a provider is told of somebody who is there already. */
export type RegistrantReference = {
  email: string
  /** Undefined where no answer of the provider ever named it. */
  providerId: string | undefined
}

/** A person whom a provider took. */
export type Registered = {
  providerId: string
  /** The personal link to the webinar, where the provider gives one. */
  joinUrl?: string | undefined
}

/** Numbers of an attendee. Another one needs a line here, in `lib/on24` and in `lib/dataverse`. */
export type Metrics = {
  /** How long they watched. */
  minutes: number
  questions: number
}

/** The attendance of one person in one webinar, live and on demand together. */
export type Attendance = {
  /** The provider's id of the attendee, the same as that of the registrant. */
  providerId: string
  email: string
  registrationId: string | undefined
  firstSeen: Date | undefined
  lastSeen: Date | undefined
  metrics: Metrics
}

/** News of a webinar's audience at the provider. */
export type WebinarActivity = {
  webinarId: string
  updatedAt: Date | undefined
  liveEnd: Date | undefined
  archiveEnd: Date | undefined
}

/** A webinar as a provider is asked to hold it. */
export type WebinarPlan = {
  title: string
  description: string
  start: Date
  minutes: number
  /** IANA, e.g. `Europe/Berlin`: whose clock the audience is shown. */
  zone: string
  /** The provider's own word; undefined leaves what is there. */
  type: string | undefined
  /** The id of the webinar at the provider that a new one is a copy of: it has its type. */
  template?: string
  /** BCP 47; undefined leaves what is there. */
  language: string | undefined
}

/** Where people come in person: its name, and its address in one line. */
export type Venue = { venue: string; address: string }

/** Further facts about a webinar, of which a provider is told when it makes it and never again. */
export type NewWebinar = {
  /** People come in person as well; undefined: nobody does. */
  place: Venue | undefined
  isTest: boolean
}

/** A webinar that new ones are made from, with the external id that others gave it. */
export type WebinarTemplate = { webinarId: string; title: string; externalId: string | undefined }

/** A webinar that is there. */
export type WebinarLinks = { webinarId: string; audienceUrl: string | undefined; presenterUrl: string | undefined }

/** A webinar as a provider shows it. */
export type ProviderWebinar = WebinarLinks & {
  active: boolean
  start: Date | undefined
  minutes: number | undefined
  /** The external id that it was given last; undefined if it has none. */
  externalId: string | undefined
  /** For an event that is made of it; left out by a provider that does not tell them. */
  facts?: WebinarFacts | undefined
}

/** A webinar that people could attend, as the list of its account tells of it. */
export type ListedFacts = {
  title: string
  start: Date
  end: Date
  registrants: number
  /** The page for its audience. */
  link: string | undefined
  /** The kind of webinar, as the provider calls it for people. */
  format: string
  externalId: string | undefined
  tags: readonly string[]
}

/** A webinar that exists at its provider only, as a row of CRM shows it. */
export type FoundWebinar = Pick<ListedFacts, 'title' | 'start' | 'end' | 'registrants' | 'link' | 'format'> & {
  id: string
  configuration: string
  webinarId: string
}

/** All that a provider tells of a webinar for an event that is made of it. Empty or undefined: it does not tell. */
export type WebinarFacts = {
  title: string
  /** Plain text. */
  description: string
  /** Whether the provider's own text has more than that: links, say, or letters in bold. */
  isFormatted: boolean
  /** IANA, e.g. `Europe/Berlin`. */
  zone: string | undefined
  /** BCP 47. */
  language: string | undefined
  /** The kind of webinar, as the provider calls it for people. */
  type: string
}

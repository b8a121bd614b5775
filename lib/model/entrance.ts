/** The place at which the audience of an event or session gets in, as far as was known when it was last looked at. */
export type Entrance = {
  configuration: string
  webinarId: string
  /** Empty: there is none yet. */
  audienceUrl: string
  title: string
  start: Date | undefined
  end: Date | undefined
  /** IANA, for people; empty where it is not known. */
  zone: string
  isCancelled: boolean
}

/** A form that signs somebody in to a webinar at the provider: posted by a browser, so that no address stands in a URL. */
export type SignInForm = {
  action: string
  fields: Readonly<Record<string, string>>
  /** Origins to which the provider sends the browser on after it, as a policy for content names them. */
  leadsTo: readonly string[]
}

/** The way that a join link leads. `signIn`: with the address of the person, for the one who has the link. */
export type Joining =
  | { to: 'webinar' | 'early'; entrance: Entrance; signIn: SignInForm | undefined }
  | { to: 'not ready' | 'over' | 'cancelled'; entrance: Entrance }
  | { to: 'unknown' }

/** An event as the connector makes it of a webinar that is there: what a planner would have filled in. */
export type EventDraft = {
  id: string
  configuration: string
  webinarId: string
  title: string
  description: string
  /** Wall-clock times of the zone, ISO without a zone. */
  start: string
  end: string
  /** The code that Dataverse has for the zone. */
  timeZoneCode: number
  /** BCP 47; one that Dataverse does not offer is left out. */
  language: string | undefined
  /** The row of the webinar type. */
  type: string | undefined
}

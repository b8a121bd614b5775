import { v5 as uuidV5 } from 'uuid'
import { cutText } from '../../core/cut-text.ts'
import { minute } from '../../core/time.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { WebinarPlace } from '../../model/crm.ts'
import type { EventDraft } from '../../model/event-draft.ts'
import type { WebinarFacts } from '../../model/found-webinar.ts'
import { wallClockOf } from './event-time.ts'

/** The name space of the ids of events that are made of webinars. Changing it would let an event be made twice. */
const madeEvents = 'd6198687-0c16-4973-9f1c-d6350306dda1'

/** The most characters that an event in Dynamics takes (its table in learn.microsoft.com/dynamics365/developer/reference). */
const room = { title: 100, description: 2000 }

/** The id of the event that is made of a webinar, always the same. */
export function madeEventId({ configuration, webinarId }: WebinarPlace): string {
  return uuidV5(`${configuration}|${webinarId}`.toLowerCase(), madeEvents)
}

type Held = { start: Date; minutes: number }
type Choices = {
  /** The time zone of the webinar; undefined: Dynamics does not know it. */
  zone: { name: string; code: number } | undefined
  /** The code that Dynamics has for UTC. */
  utc: number
  types: readonly { id: string; name: string; value: string }[]
  offersLanguage(language: string): boolean
}

/**
 * The event that a planner would have entered for a webinar that is there, with notes on what it could not take over.
 * @param provider as people call it
 */
export function draftOf(
  place: WebinarPlace,
  facts: WebinarFacts,
  { start, minutes }: Held,
  { zone, utc, types, offersLanguage }: Choices,
  provider: string,
): { draft: EventDraft; notes: UserMessage[] } {
  const clock = zone?.name ?? 'UTC'
  const title = facts.title || place.webinarId
  const type = types.find((one) => [one.name, one.value].some((word) => sameWord(word, facts.type)))
  const language = facts.language && offersLanguage(facts.language) ? facts.language : undefined
  const notes: UserMessage[] = []
  if (!zone) notes.push({ code: 'event_zone_unknown' })
  if (title.length > room.title) notes.push({ code: 'event_name_cut', most: room.title, provider })
  if (facts.isFormatted || facts.description.length > room.description) {
    notes.push({ code: 'event_text_plain', provider })
  }
  if (!type && facts.type) notes.push({ code: 'event_type_unknown', type: facts.type })
  if (!language) notes.push({ code: 'event_language_unknown' })
  const draft: EventDraft = {
    ...{ id: madeEventId(place), configuration: place.configuration, webinarId: place.webinarId },
    title: cut(title, room.title),
    description: cut(facts.description, room.description),
    start: wallClockOf(start, clock),
    end: wallClockOf(new Date(start.getTime() + minutes * minute), clock),
    timeZoneCode: zone?.code ?? utc,
    language,
    type: type?.id,
  }
  return { draft, notes }
}

function sameWord(one: string, other: string) {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}

function cut(text: string, length: number) {
  return cutText(text, length).toWellFormed().trim()
}

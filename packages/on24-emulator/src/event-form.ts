import { timeZones } from './account-lists.ts'
import { readLiveStart } from './live-start.ts'
import { refuse } from './refusal.ts'
import { flag } from './request.ts'
import type { Call, Event, Fields } from './types.ts'

type Written = Pick<
  Event,
  'title' | 'goodafter' | 'durationMinutes' | 'timeZone' | 'eventType' | 'languageCd' | 'countryCd'
> &
  Pick<Event, 'promotionalSummary' | 'eventAbstract' | 'campaignCode' | 'tags'> &
  Pick<Event, 'hybrid' | 'venue' | 'address' | 'testEvent'>

/** The values of an event's form, checked as ON24 does; `event` is given for a change. */
export function readEventForm({ account, form, world }: Call, event?: Event): Partial<Written> {
  const timeZone = form.timezone ?? event?.timeZone ?? ''
  if (form.timezone !== undefined && !timeZones.includes(timeZone)) refuse(400, `timeZone ${timeZone} is not valid.`)
  if (form.title !== undefined && form.title.length > 250) refuse(400, 'title must be less than 251 characters.')
  for (const name of ['archiveavailable', 'testevent', 'hybrid', 'enableregistration']) flag(form, name, 'N')
  const type = form.eventtype
  if (type !== undefined && !account.eventTypes.some(({ value }) => value === type)) {
    refuse(400, `eventType ${type} is not valid.`)
  }
  const goodafter = form.livestart === undefined ? undefined : readLiveStart(form.livestart, timeZone)
  if (goodafter && goodafter <= world.now()) refuse(400, 'liveStart must not be in the past.')
  return definedOnly({
    title: form.title,
    goodafter,
    durationMinutes: form.liveduration === undefined ? undefined : readDuration(form.liveduration),
    timeZone: form.timezone,
    eventType: type,
    ...readLanguage(account.languages, form),
    promotionalSummary: form.promotionalsummary,
    eventAbstract: form.eventabstract,
    campaignCode: form.campaigncode,
    tags: form.tagcampaign === undefined ? undefined : readTag(form.tagcampaign, event),
    hybrid: form.hybrid === undefined ? undefined : flag(form, 'hybrid', 'N'),
    venue: form.venue,
    address: form.address,
    testEvent: form.testevent === undefined ? undefined : flag(form, 'testevent', 'N'),
  })
}

/** A tag is added to those that are there; the emulator takes one at a time. */
function readTag(tag: string, event: Event | undefined): string[] {
  if (/[£$!%&*()}{@#~?><',"|=_+¬]/.test(tag)) refuse(400, `tagCampaign ${tag} is not valid.`)
  return [...new Set([...(event?.tags ?? []), tag])]
}

/** Accepts 15 minutes to two hours in steps of 15 minutes, then up to eight hours in steps of 30. */
function readDuration(text: string): number {
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0
  const step = minutes <= 120 ? 15 : 30
  if (minutes < 15 || minutes > 480 || minutes % step) refuse(400, `liveDuration ${text} is not valid.`)
  return minutes
}

function readLanguage(known: Call['account']['languages'], form: Fields) {
  const { languagecd, countrycd } = form
  if (countrycd !== undefined && !['zh/CN', 'zh/TW', 'en/UK'].includes(`${languagecd}/${countrycd}`)) {
    refuse(400, `countryCd ${countrycd} is not valid.`)
  }
  if (languagecd === undefined) return {}
  const found = known.some((one) => one.languagecd === languagecd && (!countrycd || one.countrycd === countrycd))
  if (!found && countrycd !== 'UK') refuse(400, `languageCd ${languagecd} is not valid.`)
  return { languageCd: languagecd, countryCd: countrycd ?? '' }
}

/** Leaves out fields that were not sent. */
function definedOnly(fields: { [Name in keyof Written]?: Written[Name] | undefined }): Partial<Written> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

import * as v from 'valibot'
import { NotFoundError, RefusedError, TooLateError, WebinarClosedError } from '../core/errors.ts'
import { checked, type HttpClient, unreadable } from '../core/http-client.ts'
import { day, minute } from '../core/time.ts'
import type { ProviderWebinar, WebinarPlan } from '../model/webinar.ts'
import type { WebinarManagement } from '../model/webinar-management.ts'
import { listOrUndefined, once } from './account-lists.ts'
import { documented, On24Message } from './errors.ts'
import { toFacts } from './event-facts.ts'
import { listEvents, longestSpan } from './event-list.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { createReminders } from './reminders.ts'
import {
  On24Changed,
  On24Created,
  On24EventTypes,
  On24Languages,
  On24Marked,
  On24TimeZones,
  On24Webinar,
} from './schemas.ts'
import { createTemplates, templateGone } from './templates.ts'
import { instant } from './to-attendance.ts'
import { toCreationForm, toWebinarForm } from './webinar-form.ts'
import { eventPath } from './webinar-id.ts'
import { limitViolations, matchTimeZone, unsupportedChoices } from './webinar-limits.ts'

const provider = 'ON24'

/** Making and changing webinars at ON24 (apidoc.on24.com: Create, Update and Delete an Event). */
export function createWebinarManagement(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
): Omit<WebinarManagement, 'registrationForm'> {
  const types = listOrUndefined(async () => {
    await paced('GET eventtypes')
    return (await api.read(On24EventTypes, 'GET', 'eventtypes')).eventtypes
  })
  const languages = listOrUndefined(async () => {
    await paced('GET languages')
    return (await api.read(On24Languages, 'GET', 'languages')).languagecodes
  })
  const zones = listOrUndefined(async () => {
    await paced('GET timezones')
    return (await api.read(On24TimeZones, 'GET', 'timezones')).timezones
  })

  const { templateProblem, ...templates } = createTemplates(api, paced)

  const choices = once(async () => ({
    types: (await types())?.map(({ value }) => value),
    languages: await languages(),
    zones: (await zones())?.map(({ value }) => value),
  }))

  async function form(plan: WebinarPlan) {
    const { zones } = await choices()
    return toWebinarForm({ ...plan, zone: (zones && matchTimeZone(plan.zone, zones)) ?? plan.zone })
  }

  async function webinar(webinarId: string): Promise<ProviderWebinar | undefined> {
    await paced('GET event by id')
    try {
      return toProviderWebinar(await api.read(On24Webinar, 'GET', eventPath(webinarId)))
    } catch (error) {
      if (error instanceof NotFoundError) return undefined
      if (!(error instanceof WebinarClosedError)) throw error
      return { ...unknown, webinarId, active: false }
    }
  }

  return {
    async types() {
      return (await types())?.map(({ label, value }) => ({ name: label, value }))
    },

    ...templates,
    ...createReminders(api, paced),

    async validatePlan(plan, making) {
      const breaches = limitViolations(plan)
      if (breaches.length) return breaches
      const { template } = plan
      const problem = making && template !== undefined && (await templateProblem(template, making.templateTag))
      return [...(problem ? [problem] : []), ...unsupportedChoices(plan, await choices())]
    },

    acquireCreateQuota: () => paced('POST event'),

    async create(plan, mark, more) {
      const { template } = plan
      const marked = { ...(await form(plan)), ...toCreationForm(plan, more), campaignCode: mark }
      // A copy takes over what its form does not say; a campaign code of its own tells whose it is.
      const copied = { query: template === undefined ? {} : { eventsource: template }, form: marked }
      const ifRefused = template === undefined ? ifNotMade : ifNotCopied
      const { wccevent } = await api.read(On24Created, 'POST', 'event', copied).catch(ifRefused)
      const { eventId: webinarId, audienceUrl, PMUrl, pmurl } = wccevent
      return { webinarId, audienceUrl: audienceUrl ?? undefined, presenterUrl: PMUrl ?? pmurl ?? undefined }
    },

    async findByExternalId(marks, since) {
      const from = new Date(Math.max(since.getTime() - day, Date.now() - longestSpan))
      const created = { dateFilterMode: 'creation', startDate: from, includeInactive: 'Y' } as const
      let inactive: ProviderWebinar | undefined
      for await (const event of listEvents(api, paced, created)) {
        if (!v.is(On24Marked, event) || !marks.includes(event.campaigncode)) continue
        // An event of these marks must be read, or a second webinar would be made; any other may be as odd as it likes.
        const found = toProviderWebinar(checked(On24Webinar, event, provider, 'GET event'))
        if (found.active) return found
        inactive ??= found
      }
      return inactive
    },

    webinar,

    async change(webinarId, plan) {
      await paced('PUT event')
      await api.read(On24Changed, 'PUT', eventPath(webinarId), { form: await form(plan) }).catch(ifGone)
    },

    // No field of a change is required (openapi.json of api.on24.com); what is not sent stays.
    async mark(webinarId, mark) {
      await paced('PUT event')
      await api.read(On24Changed, 'PUT', eventPath(webinarId), { form: { campaignCode: mark } }).catch(ifGone)
    },

    async remove(webinarId) {
      await paced('DELETE event')
      try {
        if (await documented(On24Message, await api.send('DELETE', eventPath(webinarId)))) return
      } catch (error) {
        if (error instanceof NotFoundError) return
        throw error
      }
      if (await webinar(webinarId)) throw unreadable(provider, 'DELETE event without its message')
    },
  }
}

const unknown = {
  audienceUrl: undefined,
  presenterUrl: undefined,
  start: undefined,
  minutes: undefined,
  externalId: undefined,
}

function toProviderWebinar(raw: On24Webinar): ProviderWebinar {
  const [start, end] = [instant(raw.goodafter), instant(raw.liveend)]
  return {
    webinarId: raw.eventid,
    audienceUrl: raw.audienceurl ?? undefined,
    presenterUrl: raw.pmurl ?? undefined,
    active: raw.isactive !== false,
    start,
    minutes: start && end && Math.round((end.getTime() - start.getTime()) / minute),
    externalId: raw.campaigncode ?? undefined,
    facts: toFacts(raw),
  }
}

/** Nothing is there yet that could have begun, or be gone. */
function ifNotMade(error: unknown): never {
  if (error instanceof TooLateError) {
    throw new TooLateError({ code: 'starts_in_past_there', provider }, { cause: error })
  }
  throw error instanceof NotFoundError
    ? new RefusedError({ code: 'webinar_not_made', provider }, { cause: error })
    : error
}

function ifNotCopied(error: unknown): never {
  throw error instanceof NotFoundError ? new RefusedError(templateGone, { cause: error }) : ifNotMade(error)
}

function ifGone(error: unknown): never {
  throw error instanceof NotFoundError ? new RefusedError({ code: 'webinar_gone', provider }, { cause: error }) : error
}

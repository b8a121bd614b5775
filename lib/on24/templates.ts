import * as v from 'valibot'
import { NotFoundError, WebinarClosedError } from '../core/errors.ts'
import type { HttpClient } from '../core/http-client.ts'
import { day } from '../core/time.ts'
import type { UserMessage } from '../messages/message.ts'
import type { WebinarTemplate } from '../model/webinar.ts'
import { listEvents, longestSpan } from './event-list.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { On24Template } from './schemas.ts'
import { eventPath } from './webinar-id.ts'

const provider = 'ON24'
/** A template is found so long after its last change, such as the tag that it was given. */
const changedWithin = 2 * 365 * day

/** Webinars of an account that others are copied from: webcasts with a tag (apidoc.on24.com, Copy a Webinar). */
export function createTemplates(api: HttpClient, paced: (call: RateLimitedCall) => Promise<void>) {
  return {
    async templates(tag: string): Promise<WebinarTemplate[]> {
      const found = new Map<string, WebinarTemplate>()
      const now = Date.now()
      for (let end = now; end > now - changedWithin; end -= longestSpan) {
        const changed = { startDate: new Date(end - longestSpan), endDate: new Date(end + day) }
        const query = { dateFilterMode: 'modified', contentType: 'webcast', ...changed } as const
        for await (const event of listEvents(api, paced, query)) {
          const { success, output } = v.safeParse(On24Template, event)
          if (!success || !carries(output, tag)) continue
          const { eventid: webinarId, description, campaigncode } = output
          found.set(webinarId, { webinarId, title: description ?? webinarId, externalId: campaigncode ?? undefined })
        }
      }
      return [...found.values()]
    },

    /** Why a webinar cannot be copied. @param tag what templates carry; undefined: none are in use */
    async templateProblem(webinarId: string, tag: string | undefined): Promise<UserMessage | undefined> {
      if (!tag) return { code: 'templates_not_in_use' }
      await paced('GET event by id')
      try {
        const event = await api.read(On24Template, 'GET', eventPath(webinarId))
        const title = event.description ?? webinarId
        if (event.contenttype && event.contenttype !== 'webcast')
          return { code: 'template_no_webcast', provider, title }
        return carries(event, tag) ? undefined : { code: 'template_without_tag', provider, title, tag }
      } catch (error) {
        if (error instanceof NotFoundError) return templateGone
        if (error instanceof WebinarClosedError) return { code: 'template_inactive', provider }
        throw error
      }
    },
  }
}

export const templateGone = { code: 'template_gone', provider } as const

function carries({ tags }: v.InferOutput<typeof On24Template>, wanted: string) {
  const normal = (tag: string) => tag.trim().toLowerCase()
  return tags.some((tag) => normal(tag) === normal(wanted))
}

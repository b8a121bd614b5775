import type { HttpClient } from '../core/http-client.ts'
import type { WebinarManagement } from '../model/webinar-management.ts'
import { ifHidden } from './account-lists.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { On24Email, On24Emails } from './schemas.ts'
import { eventPath } from './webinar-id.ts'

/** The type of an e-mail is a text such as `Reminder Email #1` (openapi.json of api.on24.com). */
const isReminder = /remind/i

/** Reminders of ON24's events (apidoc.on24.com, Email Notifications). A change keeps what is not sent. */
export function createReminders(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
): Required<Pick<WebinarManagement, 'reminders'>> {
  return {
    reminders: {
      async active(webinarId) {
        await paced('GET email')
        const list = await api.read(On24Emails, 'GET', `${eventPath(webinarId)}/email`).catch(ifHidden)
        return (list?.emails ?? [])
          .filter(({ emailtype, activated }) => activated === true && isReminder.test(emailtype ?? ''))
          .map(({ emailid, emailtype }) => ({ id: emailid, name: emailtype ?? '' }))
      },
      async switchOff(webinarId, { id }) {
        await paced('PUT email')
        await api.read(On24Email, 'PUT', `${eventPath(webinarId)}/email/${id}`, { form: { activated: 'N' } })
      },
    },
  }
}

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions'
import { UnavailableError } from '../core/errors.ts'
import { createMissLimit } from '../core/miss-limit.ts'
import { minute } from '../core/time.ts'
import { preferredLanguage } from '../messages/language.ts'
import type { Language, UserMessage } from '../messages/message.ts'
import type { Entrance, Joining } from '../model/entrance.ts'
import { joinHeaders, joinPage } from './join-page.ts'
import { redactError } from './redact-error.ts'

/** An office may share an address, and a mail with an old link; nobody guesses a link with so few tries. */
const misses = createMissLimit({ most: 100, within: minute })

type Joins = { joining(token: string): Promise<Joining> }

/**
 * Answers who opened a join link: on to the webinar, or a page that says why not. It takes nothing and changes nothing,
 * so that scanners of mails may open it as often as they like.
 */
export async function answerJoin(
  { headers, params }: HttpRequest,
  context: InvocationContext,
  app: () => Joins,
): Promise<HttpResponseInit> {
  const language = preferredLanguage(headers.get('accept-language'))
  const caller = callerOf(headers.get('x-forwarded-for'))
  try {
    if (misses.isReached(caller)) return later(429, { code: 'join_busy' }, language)
    const joining = await app().joining(params.token ?? '')
    if (joining.to === 'unknown') misses.note(caller)
    return toAnswer(joining, language)
  } catch (error) {
    const { message, stack } = redactError(error)
    context.log(error instanceof UnavailableError ? message : `${message}\n${stack}`)
    return later(503, { code: 'join_unavailable' }, language)
  }
}

function toAnswer(joining: Joining, language: Language): HttpResponseInit {
  if (joining.to === 'unknown') return joinPage(404, language, { message: { code: 'join_unknown' } })
  const { title, audienceUrl } = joining.entrance
  switch (joining.to) {
    case 'webinar': {
      const { signIn } = joining
      if (!signIn) return { status: 303, headers: { ...joinHeaders, location: audienceUrl } }
      return joinPage(200, language, { message: { code: 'join_signing_in', title }, to: signIn, sent: true })
    }
    case 'early': {
      const start = startOf(joining.entrance, language)
      return joinPage(200, language, {
        message: { code: 'join_early', title, start },
        to: joining.signIn ?? audienceUrl,
      })
    }
    case 'not ready':
      return joinPage(200, language, { message: { code: 'join_not_ready', title } })
    case 'over':
      return joinPage(410, language, { message: { code: 'join_over', title } })
    case 'cancelled':
      return joinPage(410, language, { message: { code: 'join_cancelled', title } })
  }
}

function later(status: number, message: UserMessage, language: Language): HttpResponseInit {
  const page = joinPage(status, language, { message })
  return { ...page, headers: { ...page.headers, 'retry-after': '60' } }
}

/** The start by the clock of the event, in words. */
function startOf({ start, zone }: Entrance, language: Language) {
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    ...{ dateStyle: 'full', timeStyle: 'short', timeZone: zone || 'UTC' },
  })
  return start ? `${format.format(start)} (${zone || 'UTC'})` : ''
}

/** The address that the front end of the platform adds as the last one: those before it anybody can make up. */
function callerOf(forwarded: string | null) {
  return (forwarded ?? '')
    .slice((forwarded ?? '').lastIndexOf(',') + 1)
    .trim()
    .replace(/:\d+$/, '')
}

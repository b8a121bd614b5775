import type { HttpResponseInit, InvocationContext } from '@azure/functions'
import {
  AppError,
  ConflictError,
  CredentialsRefusedError,
  DefectError,
  InvalidInputError,
  InvalidTokenError,
  MisconfiguredError,
  NotFoundError,
  RoleMissingError,
  SwitchedOffError,
  TooLargeError,
  TooSlowError,
  UnauthorizedError,
  UnavailableError,
} from '../core/errors.ts'
import { withReporter } from '../core/reporter.ts'
import type { Language, UserMessage } from '../messages/message.ts'
import { parts, sentence } from '../messages/sentence.ts'
import type { Services } from '../services.ts'
import { redactError } from './redact-error.ts'
import { report } from './telemetry.ts'

/**
 * Answers with what the work resolves to, or with the error's one sentence; everything else goes to the log.
 * @param app builds the services; where it cannot, the answer is in English
 */
export async function answer(
  context: InvocationContext,
  app: () => Pick<Services, 'language'>,
  work: () => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  try {
    // A wrong setting is said before anything else that a call may lack.
    app()
    return await withReporter((event, facts) => report(context, event, facts), work)
  } catch (error) {
    const { message, stack } = redactError(error)
    context.log(`${message}${error instanceof AppError ? '' : `\n${stack}`}`)
    return refusal(error, context.invocationId, await languageOf(app))
  }
}

/** For callers who are no people, so that no language is read for them. @throws Misconfigured as the app does */
export const inEnglish = (app: () => unknown) => () => {
  app()
  return { language: async () => 'en' as const }
}

async function languageOf(app: () => Pick<Services, 'language'>): Promise<Language> {
  try {
    return await app().language()
  } catch {
    return 'en'
  }
}

export function json(jsonBody: unknown, status = 200): HttpResponseInit {
  return { status, jsonBody, headers: { 'cache-control': 'no-store' } }
}

function refusal(error: unknown, correlation: string, language: Language): HttpResponseInit {
  const told = (...messages: readonly UserMessage[]) => messages.map((message) => sentence(message, language)).join(' ')
  const tell = (status: number, code: string, message: string, more: Refusal = {}): HttpResponseInit => ({
    ...json({ error: { code, message, ...(more.details && { details: more.details }) } }, status),
    headers: {
      'cache-control': 'no-store',
      ...(more.retry !== undefined && { 'retry-after': String(more.retry) }),
      ...(more.challenge && { 'www-authenticate': more.challenge }),
    },
  })
  if (!(error instanceof AppError)) return tell(500, 'internal', told({ code: 'unforeseen', correlation }))
  const { userMessage } = error
  if (error instanceof InvalidInputError || error instanceof MisconfiguredError) {
    const faults = error.problems.map((problem) => sentence(problem, language))
    const details = faults.length > 1 ? { details: faults } : {}
    return error instanceof InvalidInputError
      ? tell(400, 'invalid_input', faults.join(' '), details)
      : tell(503, 'misconfigured', faults.join(' '), { ...details, retry: 60 })
  }
  if (error instanceof InvalidTokenError) {
    const challenge = error.wasGiven ? 'Bearer error="invalid_token"' : 'Bearer'
    return tell(401, 'unauthorized', told(userMessage), { challenge })
  }
  if (error instanceof RoleMissingError) {
    return tell(403, 'role_missing', told(userMessage), { challenge: 'Bearer error="insufficient_scope"' })
  }
  if (error instanceof SwitchedOffError) return tell(403, 'switched_off', told(userMessage))
  if (error instanceof UnauthorizedError) return tell(401, 'unauthorized', told(userMessage))
  if (error instanceof TooLargeError) return tell(413, 'too_large', told(userMessage))
  if (error instanceof TooSlowError) return tell(408, 'too_slow', told(userMessage, { code: 'try_at_once' }))
  if (error instanceof DefectError) return tell(500, 'internal', told(userMessage))
  if (error instanceof NotFoundError) return tell(404, 'not_found', told(userMessage))
  if (error instanceof CredentialsRefusedError) return tell(422, error.status, told(userMessage))
  if (error instanceof UnavailableError) {
    // Where there is something to do first, that is what the answer ends with.
    const isOnlyLater = parts(userMessage, language).remedy === ''
    const message = isOnlyLater ? told(userMessage, { code: 'try_later' }) : told(userMessage)
    return tell(503, 'unavailable', message, { retry: error.retryAfter })
  }
  if (error instanceof ConflictError) {
    return tell(503, 'conflict', told(userMessage, { code: 'try_at_once' }), { retry: 1 })
  }
  return tell(422, 'refused', told(userMessage))
}

/** `challenge`: what a bearer token lacks (RFC 6750, section 3). */
type Refusal = { details?: readonly string[]; retry?: number; challenge?: string }

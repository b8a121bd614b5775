import * as v from 'valibot'
import {
  type AppError,
  ConflictError,
  isWithoutPrivilege,
  NotFoundError,
  QuotaReachedError,
  RefusedError,
  UnavailableError,
} from '../core/errors.ts'
import { type Failure, retryAfter } from '../core/http-client.ts'

/** The wait after a 429 that names none, in seconds. */
const defaultPause = 30

const ErrorBody = v.object({
  error: v.object({ code: v.optional(v.string(), ''), message: v.optional(v.string(), '') }),
})

/** Passes over a table that the role does not open, or that is gone: what is known of tables is up to an hour old. */
export function ifClosed(error: unknown): undefined {
  const isGone = error instanceof NotFoundError || error instanceof RefusedError
  if (!isGone && !isWithoutPrivilege(error)) throw error
}

/** Turns a refusal of Dataverse into an error. */
export function toError({ status, headers, body, call }: Failure): AppError {
  const parsed = v.safeParse(ErrorBody, body)
  const { code, message: said } = parsed.success ? parsed.output.error : { code: '', message: '' }
  const message = `Dataverse answered ${status} ${code} to ${call}`
  switch (status) {
    case 401:
    case 403:
      return new UnavailableError({ code: 'dataverse_no_access' }, { message, retryAfter: 120 })
    case 404:
      return new NotFoundError({ code: 'row_gone' }, { message })
    case 412:
      return new ConflictError(message)
    case 429:
      return new QuotaReachedError(
        { code: 'asked_to_wait', system: 'Dataverse' },
        { message, retryAfter: retryAfter(headers) ?? defaultPause },
      )
    case 400:
    case 413:
      return new RefusedError({ code: 'dataverse_refused', said: said || code }, { message })
    default:
      return new UnavailableError(
        { code: 'out_of_service', system: 'Dataverse' },
        { message, retryAfter: retryAfter(headers) },
      )
  }
}

import * as v from 'valibot'
import {
  type AppError,
  CredentialsRefusedError,
  NotFoundError,
  QuotaReachedError,
  RefusedError,
  TooLateError,
  UnavailableError,
  WebinarClosedError,
} from '../core/errors.ts'
import { type Failure, retryAfter } from '../core/http-client.ts'

const Body = v.object({ message: v.string() })

/** ON24 counts calls in fixed minutes (apidoc.on24.com, API Throttling). */
const quotaWindow = 60

/** @param retryAfter seconds until the next minute of counting */
export function quotaReached(retryAfter: number, message?: string): QuotaReachedError {
  const sentence = 'ON24’s limit of calls is reached.'
  return new QuotaReachedError(sentence, { message: message ?? sentence, retryAfter })
}

export function isQuota(error: AppError): error is QuotaReachedError {
  return error instanceof QuotaReachedError
}

/**
 * What a refusal of ON24 means. Its answers carry one English sentence and no code, and a 403 can be five things, so
 * the sentence decides (openapi.json of api.on24.com). An unknown 403 is read as "not now": the reading that loses nothing.
 */
export function toError({ status, headers, body, call }: Failure): AppError {
  const parsed = v.safeParse(Body, body)
  const said = parsed.success ? parsed.output.message : ''
  const detail = { message: `ON24 answered ${status} to ${call}` }
  const says = (pattern: RegExp) => pattern.test(said)

  // Which status ON24 gives to somebody who comes too late is documented nowhere, so any of the refusals will do.
  const tooLate = says(/begun|event (begins|starts)|started|already live|in the past|is over|has ended/i)
  if (tooLate && [400, 403, 409, 410, 412, 422].includes(status) && !says(/client|contract/i)) {
    return new TooLateError('The webinar has begun; ON24 no longer cancels or restores anybody.', detail)
  }
  if (status === 429 || (status === 403 && says(/maximum number of calls/i))) {
    const wait = retryAfter(headers) ?? quotaWindow
    return quotaReached(wait, detail.message)
  }
  if ((status === 401 || status === 403) && says(/permission|elite|adminid/i)) {
    return new CredentialsRefusedError(
      'forbidden',
      'The ON24 token lacks an access level that the connector needs.',
      detail,
    )
  }
  if (status === 401) {
    return new CredentialsRefusedError('not_authenticated', 'ON24 does not accept the credentials.', detail)
  }
  if (status === 403) {
    if (says(/email provided was not found/i))
      return new NotFoundError('ON24 has no registrant with this address.', detail)
    if (says(/event/i) && says(/inactive|not active/i))
      return new WebinarClosedError('The webinar is inactive at ON24.', detail)
    if (says(/inactive|not active|expired|contract/i)) {
      return new CredentialsRefusedError('forbidden', 'The ON24 account is inactive or its contract has ended.', detail)
    }
    return new UnavailableError('ON24 does not allow this now.', detail)
  }
  if (status === 410) return new NotFoundError('The webinar was deleted at ON24.', detail)
  // To a deletion of an event, 412 means that it cannot be deleted.
  if (status === 412 && !call.startsWith('DELETE')) {
    return new NotFoundError('ON24 has no registrant with this address.', detail)
  }
  if (status === 404) {
    return says(/client/i) && !says(/event|registrant|attendee/i)
      ? new CredentialsRefusedError('not_authenticated', 'ON24 does not know this client id.', detail)
      : new NotFoundError('ON24 does not know this webinar or person.', detail)
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return new RefusedError(said ? `ON24 refused: ${said}` : `ON24 refused the data (${status}).`, detail)
  }
  return new UnavailableError('ON24 is out of order.', { ...detail, retryAfter: retryAfter(headers) })
}

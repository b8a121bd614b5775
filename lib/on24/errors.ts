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
import { type Failure, retryAfter, unreadable } from '../core/http-client.ts'

/** Every refusal of ON24 has this body (openapi.json of api.on24.com), and so has the answer to a deletion. */
export const On24Message = v.object({ message: v.string() })
const provider = 'ON24'

/** The words for a feature that an account lacks (apidoc.on24.com: "Power Leads report is not enabled for client"). */
const notAllowed = /\bnot (allowed|authori[sz]ed|enabled|entitled|licensed|permitted)\b/i

/** ON24 counts calls in fixed minutes (apidoc.on24.com, API Throttling). */
const quotaWindow = 60

/** @param retryAfter seconds until there is a turn */
export function quotaReached(
  retryAfter: number,
  detail: { message?: string; hasBooked?: boolean } = {},
): QuotaReachedError {
  return new QuotaReachedError({ code: 'asked_to_wait', system: 'ON24' }, { ...detail, retryAfter })
}

/** The documented answer to a call; undefined if ON24 answered anything else, such as a page or a message. */
export async function documented<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: Response,
): Promise<v.InferOutput<Schema> | undefined> {
  const parsed = v.safeParse(schema, await answer.json().catch(() => undefined))
  return parsed.success ? parsed.output : undefined
}

export function isQuota(error: AppError): error is QuotaReachedError {
  return error instanceof QuotaReachedError
}

/**
 * Turns a refusal of ON24 into an error. Its answers carry one English sentence and no code, and a 403 can be five things, so
 * the sentence decides (openapi.json of api.on24.com). An unknown 403 is read as "not now": the reading that loses nothing.
 * A refusal without that sentence is the word of a proxy or gateway, and says nothing of the account, webinar or person.
 */
export function toError({ status, headers, body, call }: Failure): AppError {
  const parsed = v.safeParse(On24Message, body)
  if (!parsed.success && status < 500 && status !== 429) return unreadable(provider, `${status} to ${call}`)
  const detail = { message: `ON24 answered ${status} to ${call}` }
  const said = parsed.success ? parsed.output.message : ''
  const says = (pattern: RegExp) => pattern.test(said)

  // Which status ON24 gives to somebody who comes too late is documented nowhere, so any of the refusals will do.
  const tooLate = says(/begun|event (begins|starts)|started|already live|in the past|is over|has ended/i)
  if (tooLate && [400, 403, 409, 410, 412, 422].includes(status) && !says(/client|contract/i)) {
    return new TooLateError({ code: 'too_late', provider }, detail)
  }
  if (status === 429 || (status === 403 && says(/maximum number of calls/i))) {
    const wait = retryAfter(headers) ?? quotaWindow
    return quotaReached(wait, detail)
  }
  const forbids = says(/permission|elite|adminid/i) || (says(notAllowed) && says(/client|account|create/i))
  if ((status === 401 || status === 403) && forbids) {
    return new CredentialsRefusedError('forbidden', { code: 'access_level_missing', provider }, detail)
  }
  if (status === 401) {
    return new CredentialsRefusedError('not_authenticated', { code: 'credentials_refused', provider }, detail)
  }
  if (status === 403) {
    if (says(/email provided was not found/i))
      return new NotFoundError({ code: 'provider_knows_not', provider }, detail)
    if (says(/event/i) && says(/inactive|not active/i)) {
      return new WebinarClosedError({ code: 'webinar_inactive', provider }, detail)
    }
    if (says(/inactive|not active|expired|contract/i)) {
      return new CredentialsRefusedError('forbidden', { code: 'account_inactive', provider }, detail)
    }
    return new UnavailableError({ code: 'not_now', system: provider }, detail)
  }
  if (status === 410) return new NotFoundError({ code: 'webinar_gone', provider }, detail)
  // To a deletion of an event, 412 means that it cannot be deleted.
  if (status === 412 && !call.startsWith('DELETE')) {
    return new NotFoundError({ code: 'provider_knows_not', provider }, detail)
  }
  if (status === 404) {
    return says(/client/i) && !says(/event|registrant|attendee/i)
      ? new CredentialsRefusedError('not_authenticated', { code: 'client_unknown', provider }, detail)
      : new NotFoundError({ code: 'provider_knows_not', provider }, detail)
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return new RefusedError({ code: 'provider_refused', provider, said }, detail)
  }
  return new UnavailableError(
    { code: 'out_of_service', system: provider },
    { ...detail, retryAfter: retryAfter(headers) },
  )
}

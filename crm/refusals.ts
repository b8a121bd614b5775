import * as v from 'valibot'
import type { AppError } from '../lib/core/errors.ts'
import { type Failure, retryAfter } from '../lib/core/http-client.ts'
import { BusyError, NameTakenError, NotFoundError, RefusedError, UnavailableError } from './errors.ts'

const ErrorBody = v.object({ error: v.object({ code: v.optional(v.string(), ''), message: v.string() }) })

/** CustomizationLockException: one customization at a time in the whole environment, an import of a solution included. */
const customizationLock = '0x80071151'
/** A new definition is known to all servers after up to half a minute. */
const unknownYet = ['0x80040216', '0x80060891']
/** A deadlock, or a time-out of the database: nothing was kept (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations). */
const database = ['0x80044150', '0x80044151', '-2147204784', '-2147204783']
const duplicate = '0x80040237'
const inUse = '0x8004f01f'

/** For how many seconds a new definition, or the database, is waited for, and how long between. */
const [settling, between] = [60, 5]

/** An answer of Dataverse that is no success, as a sentence for the person at the terminal. */
export function toError(url: string, { status, headers, body, call }: Failure): AppError {
  const parsed = v.safeParse(ErrorBody, body)
  const error = parsed.success ? parsed.output.error : undefined
  return (error && byCode(url, headers, error)) ?? byStatus(url, status, headers, call, error?.message)
}

type Said = v.InferOutput<typeof ErrorBody>['error']

function byCode(url: string, headers: Headers, { code: given, message }: Said): AppError | undefined {
  const code = given.toLowerCase()
  if (code === customizationLock)
    return new BusyError(`Another customization is running in ${url}.`, retryAfter(headers))
  if (unknownYet.includes(code)) {
    return new BusyError(`${url} does not know everywhere yet what was just made.`, between, settling)
  }
  if (database.includes(code) || /\bdeadlock/i.test(message)) {
    return new BusyError(`The database of ${url} is busy.`, between, settling)
  }
  if (code === duplicate || /already exists|not unique/i.test(message)) {
    return new NameTakenError(`${url} has something of that name already. It says: ${message}`)
  }
  if (code === inUse) {
    return new RefusedError(`Something else in ${url} uses it: remove that first. It says: ${message}`)
  }
  return undefined
}

function byStatus(url: string, status: number, headers: Headers, call: string, message: string | undefined) {
  const said = message === undefined ? '' : ` It says: ${message}`
  // A web site that is no environment often leads elsewhere.
  if (status < 400) return new NotFoundError(`${url} has nothing at ${call}.`)
  switch (status) {
    case 401:
      return new RefusedError(
        `${url} does not accept your sign-in: use an account of that environment’s tenant (az login).`,
      )
    case 403:
      return new RefusedError(
        `Your account may not do this in ${url}: sign in as somebody with the role System Administrator.${said}`,
      )
    case 404:
      return new NotFoundError(`${url} has nothing at ${call}.`)
    case 429:
    case 503:
      return new BusyError(`${url} has no time for ${call} (${status}).`, retryAfter(headers))
    default:
      return status < 500
        ? new RefusedError(`${url} refused ${call} (${status}).${said}`)
        : new UnavailableError(`${url} is out of order (${status}): try again in a few minutes.`)
  }
}

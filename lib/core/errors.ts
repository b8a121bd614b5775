import type { UserMessage } from '../messages/message.ts'

type Detail = {
  /** For the log only. */
  message?: string
  cause?: unknown
}

/**
 * Errors that know whether trying again helps. `userMessage` is what a person is told, as a code and facts of which a
 * sentence is made where a row or an answer is written; `message` is for the log. The log's never holds a secret, a
 * name or an address.
 */
export abstract class AppError extends Error {
  abstract readonly retry: boolean
  readonly userMessage: UserMessage
  /** The webinar configuration it was about, where that is known. */
  configuration: string | undefined

  constructor(userMessage: UserMessage, { message, cause }: Detail = {}) {
    const { code } = userMessage
    super(message ? `${code}: ${message}` : code, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.userMessage = userMessage
  }
}

/** A request is wrong; `problems` names every fault at once. */
export class InvalidInputError extends AppError {
  readonly retry = false
  readonly problems: readonly [UserMessage, ...UserMessage[]]

  constructor(problems: readonly [UserMessage, ...UserMessage[]], detail?: Pick<Detail, 'message'>) {
    super(problems[0], detail)
    this.problems = problems
  }
}

/** The app is set up wrongly: nothing is done until an operator mends it; `problems` names every fault at once. */
export class MisconfiguredError extends AppError {
  readonly retry = true
  readonly problems: readonly [UserMessage, ...UserMessage[]]

  constructor(problems: readonly [UserMessage, ...UserMessage[]], detail?: Pick<Detail, 'message'>) {
    super(problems[0], detail)
    this.problems = problems
  }
}

/** A request is larger than it may be. */
export class TooLargeError extends AppError {
  readonly retry = false
}

/** A request did not arrive in time. */
export class TooSlowError extends AppError {
  readonly retry = true
}

/** The sender is not who it must be. */
export class UnauthorizedError extends AppError {
  readonly retry = false
}

/** The caller's token is missing, or does not hold. */
export class InvalidTokenError extends UnauthorizedError {
  readonly wasGiven: boolean

  constructor(userMessage: UserMessage, { wasGiven, ...detail }: Pick<Detail, 'message'> & { wasGiven: boolean }) {
    super(userMessage, detail)
    this.wasGiven = wasGiven
  }
}

/** The caller is known, and may not do this. */
export class RoleMissingError extends AppError {
  readonly retry = false
}

/** The operator of the app has switched this way in off. */
export class SwitchedOffError extends AppError {
  readonly retry = false
}

/** The connector itself asked wrongly: neither trying again nor other data can help. */
export class DefectError extends AppError {
  readonly retry = false
}

/** The thing asked for is not there. */
export class NotFoundError extends AppError {
  readonly retry = false
}

/** An external system understood and refused this data; only other data can help. */
export class RefusedError extends AppError {
  readonly retry = false
}

/** A webinar has begun, so what was asked can no longer be done there. */
export class TooLateError extends RefusedError {}

/** The provider has deleted the webinar or switched it off: nobody is registered there any more. */
export class WebinarClosedError extends RefusedError {}

/** The provider no longer (or never did) let this account in: its credentials must be seen to. */
export class CredentialsRefusedError extends AppError {
  readonly retry = true
  readonly status: 'not_authenticated' | 'forbidden'
  /** When the provider said so, if this only repeats what it said then. */
  readonly reportedAt: Date | undefined

  constructor(
    status: 'not_authenticated' | 'forbidden',
    userMessage: UserMessage,
    detail: Detail & { reportedAt?: Date } = {},
  ) {
    super(userMessage, detail)
    this.status = status
    this.reportedAt = detail.reportedAt
  }
}

/** Somebody else changed the row in between: read it again. */
export class ConflictError extends AppError {
  readonly retry = true

  /** @param what for the log: a person is told the same of every conflict */
  constructor(what: string, detail?: Pick<Detail, 'cause'>) {
    super({ code: 'conflict' }, { ...detail, message: what })
  }
}

/** Nothing went wrong: a part of the work is done, or others go first, and the rest is for the message's next turn. */
export class UnfinishedError extends ConflictError {}

/** For a writer to whom a lost race means that nothing was written. */
export function ifConflict(error: unknown): undefined {
  if (!(error instanceof ConflictError)) throw error
}

/** For writers to whom a row that is gone means that there is nothing to say. */
export function ifNotFound(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error
}

/** An external system cannot be reached, is overloaded or asks to wait. */
export class UnavailableError extends AppError {
  readonly retry = true
  /** In seconds. */
  readonly retryAfter: number
  /** The external system works, and said itself when to call again. */
  readonly hasRetryAfter: boolean

  constructor(userMessage: UserMessage, detail: Detail & { retryAfter?: number | undefined } = {}) {
    super(userMessage, detail)
    this.retryAfter = detail.retryAfter ?? 30
    this.hasRetryAfter = detail.retryAfter !== undefined
  }
}

/** Whether Dataverse refused for want of a privilege: of the connector's role, or of somebody who is to own a row. */
export function isWithoutPrivilege(error: unknown): boolean {
  return error instanceof AppError && error.userMessage.code === 'dataverse_no_access'
}

/**
 * A record of the app has values that this version does not know: a newer one, or a person, wrote them. It is neither
 * guessed nor written over; once it is mended, or the newer version runs again, the same attempt succeeds.
 */
export class UnreadableRecordError extends UnavailableError {}

/** For readers to whom a record that cannot be read is as good as none, and who write nothing over it. */
export function missingIfUnreadable(error: unknown): undefined {
  if (!(error instanceof UnreadableRecordError)) throw error
}

/** An external system's limit of calls is reached: the call had no effect. */
export class QuotaReachedError extends UnavailableError {
  /** A turn is booked for the time to come back at. */
  readonly hasBooked: boolean

  constructor(
    userMessage: UserMessage,
    detail: Detail & { retryAfter?: number | undefined; hasBooked?: boolean } = {},
  ) {
    super(userMessage, detail)
    this.hasBooked = detail.hasBooked ?? false
  }
}

/** An external system has been out for a while, so that nobody asks it: the call was not made. */
export class CircuitOpenError extends UnavailableError {
  /** The time to come back at is the app's own, not one that the system named. */
  override readonly hasRetryAfter = false
}

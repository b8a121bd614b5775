/**
 * Errors that know whether trying again helps. `plain` is one sentence for whoever reads an answer or a CRM row;
 * `message` is for the log. Neither ever holds a secret, a name or an address.
 */
export abstract class AppError extends Error {
  abstract readonly retry: boolean
  readonly userMessage: string
  /** The webinar configuration it was about, where that is known. */
  configuration: string | undefined

  constructor(userMessage: string, detail?: { message?: string; cause?: unknown }) {
    super(detail?.message ?? userMessage, detail?.cause === undefined ? undefined : { cause: detail.cause })
    this.name = new.target.name
    this.userMessage = userMessage
  }
}

/** What was sent to us is wrong; `faults` names every fault at once. */
export class InvalidInputError extends AppError {
  readonly retry = false
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join(' '))
    this.problems = problems
  }
}

/** The sender is not who it must be. */
export class UnauthorizedError extends AppError {
  readonly retry = false
}

/** What was asked for is not there. */
export class NotFoundError extends AppError {
  readonly retry = false
}

/** A neighbour understood and said no to this data; only other data can help. */
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
    userMessage: string,
    detail?: { message?: string; cause?: unknown; reportedAt?: Date },
  ) {
    super(userMessage, detail)
    this.status = status
    this.reportedAt = detail?.reportedAt
  }
}

/** Somebody else changed the row in between: read it again. */
export class ConflictError extends AppError {
  readonly retry = true
}

/** A neighbour cannot be reached, is overloaded or asks to wait. */
export class UnavailableError extends AppError {
  readonly retry = true
  /** In seconds. */
  readonly retryAfter: number
  /** The neighbour is well and said itself when to come back. */
  readonly hasRetryAfter: boolean

  constructor(userMessage: string, detail?: { message?: string; cause?: unknown; retryAfter?: number | undefined }) {
    super(userMessage, detail)
    this.retryAfter = detail?.retryAfter ?? 30
    this.hasRetryAfter = detail?.retryAfter !== undefined
  }
}

/** A neighbour's limit of calls is reached: what was asked of it was not done. */
export class QuotaReachedError extends UnavailableError {}

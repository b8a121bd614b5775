/**
 * Errors that know whether trying again helps. `plain` is one sentence for whoever reads an answer or a CRM row;
 * `message` is for the log. Neither ever holds a secret, a name or an address.
 */
export abstract class AppError extends Error {
  abstract readonly retry: boolean
  readonly plain: string
  /** The webinar configuration it was about, where that is known. */
  configuration: string | undefined

  constructor(plain: string, detail?: { message?: string; cause?: unknown }) {
    super(detail?.message ?? plain, detail?.cause === undefined ? undefined : { cause: detail.cause })
    this.name = new.target.name
    this.plain = plain
  }
}

/** What was sent to us is wrong; `faults` names every fault at once. */
export class InvalidInput extends AppError {
  readonly retry = false
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join(' '))
    this.faults = faults
  }
}

/** The sender is not who it must be. */
export class Unauthorized extends AppError {
  readonly retry = false
}

/** What was asked for is not there. */
export class NotFound extends AppError {
  readonly retry = false
}

/** A neighbour understood and said no to this data; only other data can help. */
export class Refused extends AppError {
  readonly retry = false
}

/** A webinar has begun, so what was asked can no longer be done there. */
export class TooLate extends Refused {}

/** The provider no longer (or never did) let this account in: its credentials must be seen to. */
export class CredentialsRefused extends AppError {
  readonly retry = true
  readonly status: 'not_authenticated' | 'forbidden'
  /** When the provider said so, if this only repeats what it said then. */
  readonly saidAt: Date | undefined

  constructor(
    status: 'not_authenticated' | 'forbidden',
    plain: string,
    detail?: { message?: string; cause?: unknown; saidAt?: Date },
  ) {
    super(plain, detail)
    this.status = status
    this.saidAt = detail?.saidAt
  }
}

/** Somebody else changed the row in between: read it again. */
export class Conflict extends AppError {
  readonly retry = true
}

/** A neighbour cannot be reached, is overloaded or asks to wait. */
export class Unavailable extends AppError {
  readonly retry = true
  /** In seconds. */
  readonly retryAfter: number
  /** The neighbour is well and said itself when to come back. */
  readonly asked: boolean

  constructor(plain: string, detail?: { message?: string; cause?: unknown; retryAfter?: number | undefined }) {
    super(plain, detail)
    this.retryAfter = detail?.retryAfter ?? 30
    this.asked = detail?.retryAfter !== undefined
  }
}

/** A neighbour's limit of calls is reached: what was asked of it was not done. */
export class QuotaReached extends Unavailable {}

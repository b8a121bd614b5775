import * as lib from '../lib/core/errors.ts'
import { sentence } from '../lib/messages/sentence.ts'

type Cause = { cause?: unknown }

const written = (text: string) => ({ code: 'as_written', text }) as const
/** The sentences of these errors hold nothing private, so the log gets them as they are. */
const logged = (message: string, detail: Cause = {}) => ({ ...detail, message })

/** Errors of the command line, each with its finished sentence: who is at the terminal reads English. */
export class RefusedError extends lib.RefusedError {
  constructor(text: string, detail?: Cause) {
    super(written(text), logged(text, detail))
  }
}

export class NotFoundError extends lib.NotFoundError {
  constructor(text: string) {
    super(written(text), logged(text))
  }
}

export class UnavailableError extends lib.UnavailableError {
  constructor(text: string) {
    super(written(text), logged(text))
  }
}

/** Dataverse took nothing of the call, and will take it later. */
export class BusyError extends lib.UnavailableError {
  /** For how many seconds it is worth waiting in all. */
  readonly limit: number

  /** @param seconds how long Dataverse asks to wait, where it says */
  constructor(text: string, seconds: number | undefined, limit = 600) {
    super(written(text), { message: text, retryAfter: seconds })
    this.limit = limit
  }
}

/** The name of a new thing is taken, often by a call of ours whose answer was lost. */
export class NameTakenError extends RefusedError {}

export class InvalidInputError extends lib.InvalidInputError {
  constructor(texts: readonly string[]) {
    const text = texts.join(' ')
    super([written(text)], logged(text))
  }
}

/** The sentence of an error of the command, or of a call that it made. */
export function said({ userMessage }: lib.AppError): string {
  return sentence(userMessage, 'en')
}

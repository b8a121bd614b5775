import * as lib from '../lib/core/errors.ts'
import { sentence } from '../lib/messages/sentence.ts'

type Cause = { cause?: unknown }

const written = (text: string) => ({ code: 'as_written', text }) as const

/** Errors of the command line, each with its finished sentence: who is at the terminal reads English. */
export class RefusedError extends lib.RefusedError {
  constructor(text: string, detail?: Cause) {
    super(written(text), detail)
  }
}

export class NotFoundError extends lib.NotFoundError {
  constructor(text: string) {
    super(written(text))
  }
}

export class UnavailableError extends lib.UnavailableError {
  constructor(text: string) {
    super(written(text))
  }
}

export class InvalidInputError extends lib.InvalidInputError {
  constructor(texts: readonly string[]) {
    super([written(texts.join(' '))])
  }
}

/** What an error of the command, or of a call that it made, says. */
export function said({ userMessage }: lib.AppError): string {
  return sentence(userMessage, 'en')
}

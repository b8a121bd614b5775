import { AppError, ConflictError, RefusedError, TooLateError, WebinarClosedError } from '../../core/errors.ts'
import type { Services } from '../../services.ts'
import type { RegistrantAt } from './registrant.ts'

/**
 * A refusal in a webinar whose form is not known yet may be for what the form asks: it is read, and the registration comes
 * back to be sent by it. A webinar that was reviewed is known, so this is for the first hour of one.
 * @throws ConflictError where the form became known, else the error
 */
export async function learnForm(error: unknown, at: RegistrantAt, services: Services): Promise<never> {
  const isOther = error instanceof TooLateError || error instanceof WebinarClosedError
  if (!(error instanceof RefusedError) || isOther) throw error
  if ((await services.mappingOf(at, at.account)).form) throw error
  const form = await services.readForm(at, at.account).catch((failure: unknown) => {
    if (!(failure instanceof AppError)) throw failure
  })
  throw form ? new ConflictError('The form of the webinar became known.') : error
}

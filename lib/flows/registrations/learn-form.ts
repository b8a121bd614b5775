import { AppError, ConflictError, RefusedError } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import type { RegistrantAt } from './registrant.ts'

/** Many who are refused cost one look at the form in this time. */
export const formHolds = minute

/**
 * A refusal in the provider's own words may be for what a form asks. One that was not read yet, or long ago, is read, and the
 * registration comes back to be sent by it.
 * @throws ConflictError where the form was read, else the error
 */
export async function learnForm(error: unknown, at: RegistrantAt, services: Services): Promise<never> {
  if (!(error instanceof RefusedError) || error.userMessage.code !== 'provider_refused') throw error
  const { readAt } = await services.mappingOf(at, at.account)
  if (readAt && services.now().getTime() - readAt.getTime() < formHolds) throw error
  throw (await services.readForm(at, at.account).catch(ifNotNow))
    ? new ConflictError('The form of the webinar was read.')
    : error
}

/** The form cannot be read at present, so what is known of it counts. */
export function ifNotNow(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}

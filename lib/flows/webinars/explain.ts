import { AppError, ConflictError, CredentialsRefusedError, RefusedError, UnavailableError } from '../../core/errors.ts'
import type { Stored } from '../../core/table.ts'
import type { Ending } from '../../messages/for-planner.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { WrittenStatus } from '../../model/status.ts'
import { choiceProblem, isWebinar } from '../../rules/webinars/is-webinar.ts'
import { statusOf, troubleReason } from '../../rules/webinars/webinar-status.ts'
import type { Services } from '../../services.ts'
import { healthOf } from '../configurations/health.ts'
import { clearWebinarStatus, writeWebinarStatus } from './write-status.ts'

/** Says this on the row: mostly, what its planner has to do. */
export async function writeReason(
  webinar: PlannedWebinar,
  written: Stored<WrittenStatus> | undefined,
  reason: UserMessage,
  services: Services,
): Promise<'told'> {
  await writeWebinarStatus(webinar, written, { status: statusOf(reason), reason }, services)
  return 'told'
}

/** Says on the row, and on the configuration, why it did not work. What only a change can help ends here. */
export async function explained(
  error: unknown,
  webinar: PlannedWebinar,
  isFinalAttempt: boolean,
  services: Services,
): Promise<'told'> {
  if (!(error instanceof AppError) || error instanceof ConflictError) throw error
  const { configuration } = webinar
  error.configuration = configuration
  const forbidden = error instanceof CredentialsRefusedError && error.status === 'forbidden'
  // The error may have cut off a writing of the status, which is not known any more then.
  const written = () => services.statusStore.written('webinar', webinar.id)
  const trouble = async (ending: Ending) =>
    writeReason(webinar, await written(), troubleReason(error.userMessage, ending), services)
  if (error instanceof RefusedError || forbidden) return trouble('refused')
  if (error instanceof CredentialsRefusedError && configuration) {
    await services.reportHealth(configuration, healthOf(error, services.now()))
  }
  // Being asked to wait a minute is no news for a planner.
  if (error instanceof UnavailableError && error.hasRetryAfter && !isFinalAttempt) throw error
  // Where CRM is out as well, the first error is the one to tell.
  const ending = isFinalAttempt ? 'gave up' : 'tries again'
  await trouble(error.retry ? ending : 'refused').catch(() => undefined)
  throw error
}

/** Says on a row that is no webinar why it is none, where its planner may expect one; what was said before is cleared. */
export async function sayWhyNone(
  webinar: PlannedWebinar,
  written: Stored<WrittenStatus> | undefined,
  services: Services,
): Promise<'told' | 'left alone'> {
  const reason = choiceProblem(webinar, services.now())
  if (reason && !(await hasWebinarSession(webinar, services))) return writeReason(webinar, written, reason, services)
  const needsAttention = written?.code === 'status_attention' || written?.code === 'status_finding'
  if (webinar.active && needsAttention) await clearWebinarStatus(webinar, services)
  return 'left alone'
}

/** The sessions of an event may be the webinars. */
async function hasWebinarSession(row: PlannedWebinar, { crm }: Services) {
  for await (const session of crm.sessionsOf(row)) if (isWebinar(session)) return true
  return false
}

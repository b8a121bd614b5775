import { AppError, DefectError, UnavailableError } from './errors.ts'

/** Refusals of Azure Storage that pass: who is let in is set anew, and the others ask to come back. */
const passing = [401, 403, 404, 408, 409, 412, 429]

/**
 * Storage out or unwilling, the same to everybody who waits for it: `Unavailable`; or a request that it never takes,
 * which is the connector's own fault: `Defect`.
 */
export function storageFailure(cause: unknown) {
  if (cause instanceof AppError) return cause
  const { statusCode, code } = cause as { statusCode?: number; code?: string }
  const message = `Azure Storage answered ${statusCode ?? 'nothing'} (${code ?? 'no code'})`
  const isDefect = statusCode !== undefined && statusCode >= 400 && statusCode < 500 && !passing.includes(statusCode)
  if (isDefect) return new DefectError({ code: 'storage_refused' }, { message, cause })
  return new UnavailableError({ code: 'storage_unreachable' }, { message, cause })
}

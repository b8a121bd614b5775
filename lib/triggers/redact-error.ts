import { AppError } from '../core/errors.ts'

/**
 * An error as a log may show it. Our own say nothing private; of any other only its kind and where it happened are
 * kept, because messages of libraries quote URLs, bodies and values.
 */
export function redactError(error: unknown): Error {
  const clean = new Error(describe(error))
  clean.name = error instanceof Error ? error.name : 'Error'
  const frames = error instanceof Error ? (error.stack?.match(/^\s+at .*$/gm) ?? []) : []
  clean.stack = [`${clean.name}: ${clean.message}`, ...frames].join('\n')
  return clean
}

function describe(error: unknown, unforeseen = 'Unforeseen '): string {
  if (!(error instanceof Error)) return 'Something that is no error was thrown'
  const { code } = error as { code?: unknown }
  const own = error instanceof AppError ? error.message : `${unforeseen}${error.name}`
  const said = typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? `${own} (${code})` : own
  return error.cause === undefined ? said : `${said}, because of: ${describe(error.cause, '')}`
}

import type { LogRecord } from '@webinar-connector/functions-emulator/protocol'

/** A log record as one line: time, function or category, message. */
export function toLine({ time, level, category, functionName, message }: LogRecord): string {
  const prefix = level === 'information' ? '' : `${level}: `
  return `${time.slice(11, 19)}  ${(functionName ?? category).padEnd(24)} ${prefix}${message}`
}

import type { LogRecord } from '@webinar-connector/functions-emulator/protocol'

/** A record of the app or its host as a line to read: when, who, what. */
export function toLine({ time, level, category, functionName, message }: LogRecord): string {
  const worth = level === 'information' ? '' : `${level}: `
  return `${time.slice(11, 19)}  ${(functionName ?? category).padEnd(24)} ${worth}${message}`
}

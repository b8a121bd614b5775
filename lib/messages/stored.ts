import { en } from './en.ts'
import type { UserMessage } from './message.ts'

/** A message as a column of a table keeps it. Equal texts mean equal messages. */
export function toStored(message: UserMessage): string {
  return JSON.stringify(message)
}

/** A kept message again. The first edition kept finished sentences, and a later one may know more codes. */
export function fromStored(text: string): UserMessage {
  const kept = parsed(text)
  if (kept === undefined) return { code: 'as_written', text }
  return Object.hasOwn(en, kept.code) ? (kept as UserMessage) : { code: 'as_written', text: kept.code }
}

function parsed(text: string): { code: string } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
      ? { ...value, code: value.code }
      : undefined
  } catch {
    return undefined
  }
}

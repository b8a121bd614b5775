import * as v from 'valibot'
import type { UserMessage } from '../messages/message.ts'
import { fromStored, toStored } from '../messages/stored.ts'

/** A message about one member of a body. The schema library carries texts only. */
export function fault(message: UserMessage): string {
  return toStored(message)
}

/** The messages of all faults that were found. */
export function faultsOf([first, ...others]: readonly [{ message: string }, ...{ message: string }[]]): [
  UserMessage,
  ...UserMessage[],
] {
  return [fromStored(first.message), ...others.map(({ message }) => fromStored(message))]
}

/** A name from outside as a sentence may hold it: short, and in quotation marks where it is no plain word. */
function shown(name: string) {
  const short = name.length > 100 ? `${name.slice(0, 100)}…` : name
  return /^[\w.-]+$/.test(name) ? short : JSON.stringify(short)
}

/**
 * An object with these members; every other one is a fault of its own, so that a misspelt member is never ignored.
 * @param otherwise the fault of what is no object
 */
export function known<Entries extends v.ObjectEntries>(
  entries: Entries,
  code: 'unknown_member' | 'unknown_query',
  otherwise: UserMessage = { code: 'body_not_object' },
) {
  const names = Object.keys(entries)
  const wrong = (member: string) => fault({ code, member: shown(member), members: names.join(', ') })
  const schema = v.pipe(
    v.looseObject(entries, fault(otherwise)),
    v.rawCheck(({ dataset: { value }, addIssue }) => {
      const given = typeof value === 'object' && value !== null ? Object.keys(value) : []
      for (const member of given) if (!names.includes(member)) addIssue({ message: wrong(member) })
    }),
  )
  // Of a value that passes, nothing but these members is left.
  return schema as unknown as v.ObjectSchema<Entries, string>
}

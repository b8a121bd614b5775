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

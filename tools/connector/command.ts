import type { Azure } from './azure.ts'
import type { Connector } from './connector-client.ts'
import type { Dynamics } from './dynamics.ts'
import type { Terminal } from './terminal.ts'

/** An option of a command. `value`: what stands for it in the help; a flag has none. */
export type Option = { value?: string; does: string }

/** A command as it was typed. */
export type Input = {
  subject: string | undefined
  text(option: string): string | undefined
  flag(option: string): boolean
}

/** The systems that commands work with. Nothing is asked for a token before it is used. */
export type Tools = {
  connector: Connector
  dynamics: Dynamics
  azure: Azure
  /** Azure's id of the function app. */
  appId(): Promise<string>
  terminal: Terminal
  wait(milliseconds: number): Promise<unknown>
}

/** The end of a command: a document for programs, and lines that say the same to people. */
type Result = { document: object; lines: readonly string[]; needsSomebody?: boolean }

export type Command = {
  name: string
  /** The argument as the help shows it: in angle brackets, in square ones where it may be left out. */
  argument?: string
  does: string
  options?: Record<string, Option>
  run(input: Input, tools: Tools): Promise<Result>
}

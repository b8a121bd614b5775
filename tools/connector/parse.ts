import { parseArgs } from 'node:util'
import type { Command, Input } from './command.ts'
import { commands } from './commands.ts'
import { CommandError } from './exit.ts'
import { commonOptions } from './usage.ts'

export type Parsed = { command: Command | undefined; wantsHelp: boolean; input: Input }

/**
 * The command line.
 * @throws CommandError for a command or option that is unknown, and an argument that is missing or too many
 */
export function parse(args: readonly string[]): Parsed {
  const [word = '', ...rest] = args
  const command = commands.find(({ name }) => name === word)
  const isHelp = ['help', '--help', '-h'].includes(word)
  if (!command && !isHelp) {
    const names = commands.map(({ name }) => name).join(', ')
    throw new CommandError(
      'wrongUse',
      `${word ? `“${word}” is no command` : 'Say a command'}: ${names}. --help says more.`,
    )
  }
  const { values, positionals } = parsed(command, command ? rest : [])
  const input: Input = {
    subject: positionals[0],
    text: (option) => texts(values[option]),
    flag: (option) => values[option] === true,
  }
  const wantsHelp = isHelp || input.flag('help')
  if (command && !wantsHelp) checkArguments(command, positionals)
  return { command, wantsHelp, input }
}

function checkArguments({ name, argument }: Command, given: readonly string[]) {
  const most = argument ? 1 : 0
  const least = argument?.startsWith('<') ? 1 : 0
  if (given.length > most) {
    const hint = most ? 'put a name with spaces in quotes' : `${name} takes none`
    throw new CommandError('wrongUse', `“${given[most]}” is an argument too many: ${hint}.`)
  }
  if (given.length < least || given[0] === '') throw new CommandError('wrongUse', `Say ${argument} after ${name}.`)
}

function parsed(command: Command | undefined, args: string[]) {
  const known = Object.entries({ ...command?.options, ...commonOptions })
  const options = Object.fromEntries(
    known.map(([name, { value }]) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]),
  )
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError('wrongUse', `${said} ${command?.name ?? ''} --help lists the options.`, { cause })
  }
}

function texts(value: unknown) {
  return typeof value === 'string' ? value : undefined
}

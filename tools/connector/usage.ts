import { columns } from './columns.ts'
import type { Command, Option } from './command.ts'
import { commands } from './commands.ts'
import { exit } from './exit.ts'

/** The options of every command. */
export const commonOptions: Record<string, Option> = {
  app: { value: 'app', does: 'the function app, by its name in Azure or its address (or FUNCTION_APP_URL)' },
  url: { value: 'address', does: 'the Dynamics environment (or DATAVERSE_URL)' },
  'client-id': { value: 'id', does: 'client id of the app registration, to sign in with (or ENTRA_CLIENT_ID)' },
  'with-key': { does: 'fetch the function key from Azure in place of signing in' },
  key: { value: 'key', does: 'a function key, in place of signing in' },
  json: { does: 'one JSON document on stdout and nothing else' },
  help: { does: 'this text' },
}

const call = 'npm run connector --'
const ends: Record<keyof typeof exit, string> = {
  well: 'all is well',
  needsSomebody: 'something needs a person',
  wrongUse: 'the command line is wrong, or what it names is not there: nothing was done',
  noAccess: 'not signed in, not allowed, not reachable, or not possible at present',
}

/** The help of one command, or of all. */
export function usage(command?: Command): string {
  return (command ? ofCommand(command) : ofAll()).join('\n')
}

function ofAll() {
  const codes = Object.entries(exit).map(([end, code]) => [`  ${code}`, ends[end as keyof typeof exit]])
  return [
    `${call} <command> [options]`,
    ...columns(commands.map(({ name, argument = '', does }) => [`  ${name} ${argument}`, does])),
    `An <event> is an event or a session in Dynamics: its name, its id, or the link of its form. ${call} <command> --help says more.`,
    'Options of every command:',
    ...optionLines(commonOptions),
    'Exit codes:',
    ...columns(codes),
    'It signs in as you are signed in to Azure (az login), and knows the app that azd deployed from this folder; in another',
    'clone of the same version azd env refresh makes it known.',
  ]
}

function ofCommand({ name, argument, does, options = {} }: Command) {
  return [
    [call, name, argument, '[options]'].filter(Boolean).join(' '),
    `  ${does}`,
    ...optionLines({ ...options, ...commonOptions }),
  ]
}

function optionLines(options: Record<string, Option>) {
  return columns(
    Object.entries(options).map(([name, { value, does }]) => [`  --${name}${value ? ` <${value}>` : ''}`, does]),
  )
}

import { said } from '../../crm/errors.ts'
import { AppError } from '../../lib/core/errors.ts'
import { createAzure } from './azure.ts'
import type { Tools } from './command.ts'
import { createConnector } from './connector-client.ts'
import { createDynamics } from './dynamics.ts'
import { CommandError, exit } from './exit.ts'
import { findApp } from './find-app.ts'
import { parse } from './parse.ts'
import { openDoor } from './sign-in.ts'
import type { Terminal } from './terminal.ts'
import { usage } from './usage.ts'

export type Context = Pick<Tools, 'wait'> & {
  /** Variables of azd and of the shell. */
  environment: Record<string, string | undefined>
  /** A token of the signed-in person for a resource. */
  token(resource: string): Promise<string>
  /** Writes the result. */
  print(text: string): void
  terminal: Terminal
}

/** Runs one command line, and answers its exit code. */
export async function run(args: readonly string[], context: Context): Promise<number> {
  try {
    return await runCommand(args, context)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    context.terminal.note(said(error))
    return error instanceof CommandError ? error.exitCode : exit.noAccess
  }
}

async function runCommand(args: readonly string[], { environment, token, print, terminal, wait }: Context) {
  const { command, wantsHelp, input } = parse(args)
  if (wantsHelp || !command) {
    print(usage(command))
    return exit.well
  }
  const {
    AZURE_RESOURCE_MANAGER_URL: manager = 'https://management.azure.com',
    APPLICATION_INSIGHTS_API_URL: insights = 'https://api.applicationinsights.io',
  } = environment
  const azure = createAzure({ manager: manager.replace(/\/+$/, ''), insights }, token)
  const [app, url, clientId, key] = ['app', 'url', 'client-id', 'key'].map(input.text)
  const target = await findApp({ app, url, clientId, key }, environment, azure)
  const door = once(() => openDoor(target, { key, withKey: input.flag('with-key') }, azure, token))
  const { document, lines, needsSomebody } = await command.run(input, {
    connector: createConnector(target.url, door),
    dynamics: createDynamics(target.dataverse, token),
    azure,
    appId: async () => target.resourceId ?? (await azure.site(new URL(target.url).host)).id,
    terminal,
    wait,
  })
  print(input.flag('json') ? JSON.stringify(document, undefined, 2) : lines.join('\n'))
  return needsSomebody ? exit.needsSomebody : exit.well
}

/** Asks once, however often the answer is needed. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask()
    return asked
  }
}

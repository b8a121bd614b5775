import { setTimeout } from 'node:timers/promises'
import { DefaultAzureCredential } from '@azure/identity'
import { AppError } from '../lib/core/errors.ts'
import { azdVariables } from './azd.ts'
import { confirm } from './confirm.ts'
import { InvalidInputError, said } from './errors.ts'
import { asksForHelp, readOptions, usage } from './options.ts'
import { run } from './run.ts'
import { tokenFor } from './sign-in.ts'

const [identity, args] = [new DefaultAzureCredential(), process.argv.slice(2)]
const { AZURE_AUTHORITY_HOST: authority = 'https://login.microsoftonline.com' } = process.env
const terminal = process.stdin.isTTY && process.stdout.isTTY

try {
  if (asksForHelp(args)) console.log(usage)
  else {
    await run(readOptions(args, { ...azdVariables(process.cwd()), ...process.env }), {
      token: (resource) => tokenFor(identity, resource, authority),
      arm: 'https://management.azure.com',
      print: console.log,
      wait: setTimeout,
      confirm: terminal ? confirm : undefined,
    })
  }
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(said(error))
  if (error instanceof InvalidInputError) console.error(`\n${usage}`)
  process.exitCode = 1
}

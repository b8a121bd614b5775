import { setTimeout } from 'node:timers/promises'
import { DefaultAzureCredential } from '@azure/identity'
import { azdVariables } from '../crm/azd.ts'
import { tokenFor } from '../crm/sign-in.ts'
import { run } from './connector/run.ts'
import { terminalOf } from './connector/terminal.ts'

/** The connector for operators: what is well, what gave up, and what to do about it. */

const { AZURE_AUTHORITY_HOST: authority = 'https://login.microsoftonline.com' } = process.env
const identity = new DefaultAzureCredential()

process.exitCode = await run(process.argv.slice(2), {
  environment: { ...azdVariables(process.cwd()), ...process.env },
  token: (resource) => tokenFor(identity, resource, authority),
  print: console.log,
  terminal: terminalOf(process),
  wait: setTimeout,
})

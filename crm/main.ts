import { DefaultAzureCredential } from '@azure/identity'
import { AppError } from '../lib/core/errors.ts'
import { azdVariables } from './azd.ts'
import { InvalidInputError, RefusedError, said } from './errors.ts'
import { readOptions, usage } from './options.ts'
import { run } from './run.ts'

const identity = new DefaultAzureCredential()

async function token(resource: string) {
  const answer = await identity.getToken(`${resource}/.default`).catch((cause: unknown) => {
    // Not signed in, signed in to another tenant, or no such resource: Entra ID tells these apart in prose only.
    throw new RefusedError(
      `Azure gives you no token for ${resource}: check the address, and sign in to its tenant (az login).`,
      {
        cause,
      },
    )
  })
  return answer.token
}

try {
  const options = readOptions(process.argv.slice(2), { ...azdVariables(process.cwd()), ...process.env })
  await run(options, { token, arm: 'https://management.azure.com', print: console.log })
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(said(error))
  if (error instanceof InvalidInputError) console.error(`\n${usage}`)
  process.exitCode = 1
}

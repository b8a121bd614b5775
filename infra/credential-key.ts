import { randomBytes } from 'node:crypto'
import { azdToken } from './azd-token.ts'

/**
 * Makes the key that seals ON24 credentials, unless the vault has one: azd runs this after every provisioning.
 *
 * It goes through Azure Resource Manager, as a template would, and not to the vault itself. So whoever deploys needs no
 * role that could read the key, a vault closed to the internet is no obstacle, and the value cannot come back: this API
 * answers with properties only. Here it exists in memory alone; no argument, file, log or parameter holds it.
 * learn.microsoft.com/rest/api/keyvault/keyvault/secrets/create-or-update
 */

const keyBytes = 32
const apiVersion = '2026-05-15'

const { AZURE_RESOURCE_MANAGER_URL, AZURE_KEY_VAULT_ID, CREDENTIAL_KEY_NAME } = process.env
const manager = (AZURE_RESOURCE_MANAGER_URL ?? 'https://management.azure.com').replace(/\/+$/, '')

if (AZURE_KEY_VAULT_ID && CREDENTIAL_KEY_NAME) {
  const secret = `${manager}${AZURE_KEY_VAULT_ID}/secrets/${CREDENTIAL_KEY_NAME}?api-version=${apiVersion}`
  await ensureKey(secret, CREDENTIAL_KEY_NAME)
} else {
  end('There is no vault yet: run `azd provision` first, which tells this script AZURE_KEY_VAULT_ID.')
}

async function ensureKey(secret: string, name: string) {
  const authorization = `Bearer ${azdToken(manager)}`
  const found = await fetch(secret, { headers: { authorization } })
  if (found.ok) return console.log(`The credential key ${name} is there; it was left as it is.`)
  if (found.status !== 404) return end(`The vault could not be asked for ${name}: ${await problem(found)}`)

  const made = await fetch(secret, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      properties: { value: randomBytes(keyBytes).toString('base64'), contentType: '256-bit key, base64' },
    }),
  })
  if (!made.ok) return end(`The credential key ${name} could not be made: ${await problem(made)}`)
  console.log(`The credential key ${name} was made.`)
}

/** What Resource Manager says of an error: never a value. */
async function problem(response: Response) {
  const answer = (await response.json().catch(() => undefined)) as { error?: { code?: string } } | undefined
  const code = answer?.error?.code ?? 'no reason given'
  const wayOut = response.status === 403 ? ' You need the role Contributor on the resource group.' : ''
  return `${response.status} ${code}.${wayOut}`
}

function end(sentence: string) {
  console.error(sentence)
  process.exitCode = 1
}

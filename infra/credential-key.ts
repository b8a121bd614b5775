import { randomBytes } from 'node:crypto'
import { azdToken } from './azd-token.ts'

/**
 * Makes the secret or the key that seals ON24 credentials, unless the vault has one: azd runs this after every
 * provisioning.
 *
 * It goes through Azure Resource Manager, as a template would, and not to the vault itself. So whoever deploys needs no
 * role that could read the key, a vault closed to the internet is no obstacle, and the value cannot come back: this API
 * answers with properties only. Here it exists in memory alone; no argument, file, log or parameter holds it.
 * learn.microsoft.com/rest/api/keyvault/keyvault/secrets/create-or-update, …/keyvault/keys/create-if-not-exist
 */

const keyBytes = 32
const apiVersion = '2026-05-15'
const secondsOfAYear = 365 * 24 * 60 * 60

const { AZURE_RESOURCE_MANAGER_URL, AZURE_KEY_VAULT_ID } = process.env
const { CREDENTIAL_KEY_NAME, CREDENTIAL_KEY_KIND, KEY_VAULT_SKU } = process.env
const manager = (AZURE_RESOURCE_MANAGER_URL ?? 'https://management.azure.com').replace(/\/+$/, '')

if (AZURE_KEY_VAULT_ID && CREDENTIAL_KEY_NAME) {
  const collection = CREDENTIAL_KEY_KIND === 'key' ? 'keys' : 'secrets'
  const url = `${manager}${AZURE_KEY_VAULT_ID}/${collection}/${CREDENTIAL_KEY_NAME}?api-version=${apiVersion}`
  await ensureKey(url, CREDENTIAL_KEY_NAME, collection === 'keys' ? keyProperties : secretProperties)
} else {
  end('There is no vault yet: run `azd provision` first, which tells this script AZURE_KEY_VAULT_ID.')
}

async function ensureKey(url: string, name: string, properties: (exp: number) => object) {
  const authorization = `Bearer ${azdToken(manager)}`
  const found = await fetch(url, { headers: { authorization } })
  if (found.ok) return console.log(`The credential key ${name} is there; it was left as it is.`)
  if (found.status !== 404) return end(`The vault could not be asked for ${name}: ${await problem(found)}`)

  const exp = Math.floor(Date.now() / 1000) + secondsOfAYear
  const made = await fetch(url, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ properties: properties(exp) }),
  })
  if (!made.ok) return end(`The credential key ${name} could not be made: ${await problem(made)}`)
  console.log(`The credential key ${name} was made. It expires on ${new Date(exp * 1000).toISOString().slice(0, 10)}.`)
}

function secretProperties(exp: number) {
  const value = randomBytes(keyBytes).toString('base64')
  return { value, contentType: '256-bit key, base64', attributes: { exp } }
}

/** The vault makes a new version of it by itself, two months before the expiry. */
function keyProperties(exp: number) {
  return {
    ...{ kty: KEY_VAULT_SKU === 'premium' ? 'RSA-HSM' : 'RSA', keySize: 3072, keyOps: ['wrapKey', 'unwrapKey'] },
    attributes: { enabled: true, exp },
    rotationPolicy: {
      attributes: { expiryTime: 'P1Y' },
      lifetimeActions: [{ trigger: { timeBeforeExpiry: 'P60D' }, action: { type: 'rotate' } }],
    },
  }
}

/** The words of Resource Manager about an error: never a value. */
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

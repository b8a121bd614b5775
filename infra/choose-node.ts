import { execFileSync } from 'node:child_process'
import { azdToken } from './azd-token.ts'

/**
 * Chooses Node 24 where Flex Consumption offers it, unless NODE_VERSION is set: azd runs this before every provisioning.
 * It never stops one: where Azure cannot be asked, the template's Node 22 runs the app.
 * The call is the one of `az functionapp list-flexconsumption-runtimes`.
 */

const [wanted, standard, plan] = ['24', '22', 'FC1']
const apiVersion = '2020-10-01'

type Stacks = {
  value?: {
    properties?: { majorVersions?: { minorVersions?: { stackSettings?: { linuxRuntimeSettings?: Linux } }[] }[] }
  }[]
}
/** The member is written `Sku` by the service, and in lower case by some of its descriptions. */
type Linux = { Sku?: Sku[] | null; sku?: Sku[] | null }
type Sku = { skuCode?: string; functionAppConfigProperties?: { runtime?: { version?: string } } }

const { AZURE_RESOURCE_MANAGER_URL, AZURE_LOCATION, NODE_VERSION } = process.env
const manager = (AZURE_RESOURCE_MANAGER_URL ?? 'https://management.azure.com').replace(/\/+$/, '')

if (!NODE_VERSION) console.log(await choose())

async function choose() {
  if (!AZURE_LOCATION) return `Node ${standard} runs the app: the region is not chosen yet.`
  try {
    const offered = await offeredIn(AZURE_LOCATION)
    if (!offered.includes(wanted)) return `Node ${standard} runs the app: ${AZURE_LOCATION} offers no ${wanted} yet.`
    execFileSync('azd', ['env', 'set', 'NODE_VERSION', wanted])
    return `Node ${wanted} runs the app: ${AZURE_LOCATION} offers it.`
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n')
    return `Node ${standard} runs the app: whether ${AZURE_LOCATION} offers ${wanted} could not be seen (${reason}).`
  }
}

async function offeredIn(location: string) {
  const query = `api-version=${apiVersion}&removeHiddenStacks=true&removeDeprecatedStacks=true&stack=node`
  const answer = await fetch(`${manager}/providers/Microsoft.Web/locations/${location}/functionAppStacks?${query}`, {
    headers: { authorization: `Bearer ${azdToken(manager)}` },
    signal: AbortSignal.timeout(20_000),
  })
  if (!answer.ok) throw new Error(`Azure answers ${answer.status}`)
  const { value = [] } = (await answer.json()) as Stacks
  return value
    .flatMap(({ properties }) => properties?.majorVersions ?? [])
    .flatMap(({ minorVersions = [] }) => minorVersions)
    .flatMap(({ stackSettings: { linuxRuntimeSettings: linux } = {} }) => linux?.Sku ?? linux?.sku ?? [])
    .filter(({ skuCode }) => skuCode === plan)
    .map(({ functionAppConfigProperties }) => functionAppConfigProperties?.runtime?.version)
}

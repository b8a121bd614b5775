import { createHash, randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Crm } from './api.ts'
import { name, webhookPath } from './desired-state.ts'
import { RefusedError } from './errors.ts'
import { type PlannedChange, plannedChange } from './planned-change.ts'

const Endpoint = v.object({
  serviceendpointid: v.string(),
  url: v.string(),
  description: v.nullish(v.string()),
  contract: v.number(),
  authtype: v.number(),
  isauthvalueset: v.nullish(v.boolean()),
})

/**
 * A webhook whose key is sent in a header: proxies log addresses, of which `?code=` would be a part.
 * learn.microsoft.com/power-apps/developer/data-platform/register-web-hook
 */
const webhook = { contract: 8, authtype: 5 }

/**
 * The connector's endpoint in this environment, if it is there. Without an app, the endpoint of any deployment counts.
 * @throws RefusedError if it belongs to another deployment
 */
export async function findEndpoint(crm: Crm, app: string | undefined) {
  const columns = Object.keys(Endpoint.entries).join(',')
  const all = await crm.rows(Endpoint, `serviceendpoints?$select=${columns}&$filter=name eq '${name}'`)
  const foreign = app && all.find(({ url }) => !URL.canParse(url) || new URL(url).origin !== app)
  if (foreign) {
    throw new RefusedError(
      `The service endpoint “${name}” of ${crm.url} belongs to another deployment (${foreign.url}): remove that one first with --app, or connect another environment. Nothing was changed.`,
    )
  }
  return all[0]
}

export type PlannedEndpoint = PlannedChange & { id: string }

/** The service endpoint. Without an app its address is not compared, without a key its key. */
export async function planEndpoint(
  crm: Crm,
  app: string | undefined,
  key: string | undefined,
): Promise<PlannedEndpoint> {
  const found = await findEndpoint(crm, app)
  const id = found?.serviceendpointid ?? randomUUID()
  const url = app ? `${app}${webhookPath}` : found?.url
  const description = key === undefined ? found?.description : keyHash(key)
  const otherKind = found?.contract !== webhook.contract || found.authtype !== webhook.authtype
  const otherKey = !found?.isauthvalueset || found.description !== description
  const values = {
    ...(found?.url !== url && { url }),
    ...(otherKind && webhook),
    // A key that was kept for `?code=` is no header.
    ...((otherKind || otherKey) && { authvalue: key && headerWith(key), description }),
  }
  const change = Object.keys(values).length > 0 && {
    does: found ? `set ${describe(values)}` : 'create',
    needs: [found ? 'prvWriteServiceEndpoint' : 'prvCreateServiceEndpoint'],
    apply: () =>
      found
        ? crm.write('PATCH', address(id), values, { 'if-match': '*' })
        : crm.write('POST', 'serviceendpoints', { serviceendpointid: id, name, ...values }),
  }
  return { ...plannedChange('Service endpoint', `service endpoint “${name}”`, change), id }
}

/** Removes the endpoint, once its steps are gone. */
export function planEndpointRemoval(crm: Crm, id: string): PlannedChange {
  const change = { does: 'remove', needs: ['prvDeleteServiceEndpoint'], apply: () => crm.remove(address(id)) }
  return plannedChange('Service endpoint', `service endpoint “${name}”`, change)
}

/** The headers of a webhook as Dataverse keeps them: XML, at most 2,048 characters. */
function headerWith(key: string) {
  const value = key.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
  return `<settings><setting name="x-functions-key" value="${value}" /></settings>`
}

/**
 * Dataverse never shows a key again, so a part of its hash stands in the description. It is enough to see that the key
 * has changed, and of no use to a thief, because a function key is long and random.
 */
function keyHash(key: string) {
  return `Key ${createHash('sha256').update(key).digest('hex').slice(0, 12)}`
}

function describe(values: Record<string, unknown>) {
  const words = [
    'url' in values && 'address',
    'contract' in values && 'key as a header',
    'description' in values && !('contract' in values) && 'key',
  ]
  return words.filter(Boolean).join(', ')
}

function address(id: string) {
  return `serviceendpoints(${id})`
}

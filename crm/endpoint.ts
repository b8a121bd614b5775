import { createHash, randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Crm } from './api.ts'
import { name, webhookPath } from './desired-state.ts'
import { RefusedError } from './errors.ts'
import { type Item, item } from './planned-change.ts'

const Endpoint = v.object({
  serviceendpointid: v.string(),
  url: v.string(),
  description: v.nullish(v.string()),
  contract: v.number(),
  authtype: v.number(),
  isauthvalueset: v.nullish(v.boolean()),
})

/** A webhook, whose key travels as `?code=` (learn.microsoft.com/power-apps/developer/data-platform/register-web-hook). */
const webhook = { contract: 8, authtype: 4 }

/**
 * The connector's endpoint in this environment, if it is there.
 * @throws Refused if it belongs to another deployment
 */
export async function findEndpoint(crm: Crm, app: string) {
  const columns = Object.keys(Endpoint.entries).join(',')
  const all = await crm.rows(Endpoint, `serviceendpoints?$select=${columns}&$filter=name eq '${name}'`)
  const stranger = all.find(({ url }) => !URL.canParse(url) || new URL(url).origin !== app)
  if (stranger) {
    throw new RefusedError(
      `The service endpoint “${name}” of ${crm.url} belongs to another deployment (${stranger.url}): remove that one first with --app, or connect another environment. Nothing was changed.`,
    )
  }
  return all[0]
}

export type EndpointItem = Item & { id: string }

/** The service endpoint; without a key, its key is not compared. */
export async function endpointItem(crm: Crm, app: string, key: string | undefined): Promise<EndpointItem> {
  const found = await findEndpoint(crm, app)
  const id = found?.serviceendpointid ?? randomUUID()
  const url = `${app}${webhookPath}`
  const description = key === undefined ? found?.description : fingerprint(key)
  const values = {
    ...(found?.url !== url && { url }),
    ...((found?.contract !== webhook.contract || found.authtype !== webhook.authtype) && webhook),
    ...((!found?.isauthvalueset || found.description !== description) && { authvalue: key, description }),
  }
  const todo = Object.keys(values).length > 0 && {
    does: found ? `set ${describe(values)}` : 'create',
    needs: [found ? 'prvWriteServiceEndpoint' : 'prvCreateServiceEndpoint'],
    make: () =>
      found
        ? crm.write('PATCH', address(id), values, { 'if-match': '*' })
        : crm.write('POST', 'serviceendpoints', { serviceendpointid: id, name, ...values }),
  }
  return { ...item(`service endpoint “${name}”`, todo), id }
}

/** Takes the endpoint away, once its steps are gone. */
export function endpointRemoval(crm: Crm, id: string): Item {
  const todo = { does: 'remove', needs: ['prvDeleteServiceEndpoint'], make: () => crm.remove(address(id)) }
  return item(`service endpoint “${name}”`, todo)
}

/**
 * Dataverse never shows a key again, so a part of its hash stands in the description: enough to see that a key has
 * changed, nothing to a thief, for a function key is long and random.
 */
function fingerprint(key: string) {
  return `Key ${createHash('sha256').update(key).digest('hex').slice(0, 12)}`
}

function describe(values: Record<string, unknown>) {
  const words = [
    'url' in values && 'address',
    'contract' in values && 'kind of webhook',
    'description' in values && 'key',
  ]
  return words.filter(Boolean).join(', ')
}

function address(id: string) {
  return `serviceendpoints(${id})`
}

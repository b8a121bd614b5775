import * as v from 'valibot'
import type { AppError } from '../lib/core/errors.ts'
import { createHttpClient } from '../lib/core/http-client.ts'
import { RefusedError } from './errors.ts'
import type { Options } from './options.ts'

const Keys = v.object({ default: v.string() })

/** The one function that Dynamics may call: its key is good for no other. */
const webhookFunction = 'dataverse-webhook-post'

/**
 * The key of the webhook's function: the one given, else fetched from Azure.
 * @param app the function app, as an origin
 * @param arm base address of Azure Resource Manager
 * @throws RefusedError with the command that prints the key, where Azure does not give it
 */
export async function functionKey(
  { key, resourceId }: Options,
  app: string,
  arm: string,
  token: () => Promise<string>,
): Promise<string> {
  if (key) return key
  if (!resourceId) throw new RefusedError(`The function key is missing: ${give(app, resourceId)}`)
  const azure = createHttpClient({
    name: 'Azure Resource Manager',
    url: arm,
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    failure: ({ status }): AppError =>
      new RefusedError(`Azure does not give your account the function key (${status}): ${give(app, resourceId)}`),
  })
  // learn.microsoft.com/rest/api/appservice/web-apps/list-function-keys
  const path = `${resourceId.slice(1)}/functions/${webhookFunction}/listkeys`
  const keys = await azure.read(Keys, 'POST', path, { query: { 'api-version': '2024-04-01' } })
  return keys.default
}

function give(app: string, resourceId: string | undefined) {
  const [, group = '<resource group>', name = new URL(app).hostname.split('.')[0]] =
    /\/resourceGroups\/([^/]+)\/.*\/sites\/([^/]+)$/i.exec(resourceId ?? '') ?? []
  const command = `az functionapp function keys list --name ${name} --resource-group ${group} --function-name ${webhookFunction} --query default --output tsv`
  return `give it with --key "$(${command})".`
}

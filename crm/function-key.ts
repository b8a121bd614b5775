import * as v from 'valibot'
import { createApi } from '../lib/base/api.ts'
import { type AppError, Refused } from '../lib/base/errors.ts'
import type { Options } from './options.ts'

const Keys = v.object({ functionKeys: v.object({ default: v.string() }) })

/**
 * The app's key: the one given, else fetched from Azure.
 * @param arm base address of Azure Resource Manager
 * @throws Refused with the command that prints the key, where Azure does not give it
 */
export async function functionKey(options: Options, arm: string, token: () => Promise<string>): Promise<string> {
  const { app, key, resourceId } = options
  if (key) return key
  if (!resourceId) throw new Refused(`The function key is missing: ${give(app, resourceId)}`)
  const azure = createApi({
    name: 'Azure Resource Manager',
    url: arm,
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    failure: ({ status }): AppError =>
      new Refused(`Azure does not give your account the function key (${status}): ${give(app, resourceId)}`),
  })
  // learn.microsoft.com/rest/api/appservice/web-apps/list-host-keys
  const path = `${resourceId.slice(1)}/host/default/listkeys`
  const keys = await azure.read(Keys, 'POST', path, { query: { 'api-version': '2024-04-01' } })
  return keys.functionKeys.default
}

function give(app: string, resourceId: string | undefined) {
  const [, group = '<resource group>', name = new URL(app).hostname.split('.')[0]] =
    /\/resourceGroups\/([^/]+)\/.*\/sites\/([^/]+)$/i.exec(resourceId ?? '') ?? []
  const command = `az functionapp keys list --name ${name} --resource-group ${group} --query functionKeys.default --output tsv`
  return `give it with --key "$(${command})".`
}

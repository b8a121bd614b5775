import * as v from 'valibot'
import { createHttpClient, type Failure } from '../../lib/core/http-client.ts'
import { CommandError } from './exit.ts'

/** A function app in Azure. */
type Site = { id: string; url: string }

export type Azure = {
  /** A function app that the person may see, by its name or its host name. */
  site(named: string): Promise<Site>
  /** Settings of an app; none where the person may not read them. */
  settings(id: string): Promise<Record<string, string>>
  /** The key of operators, which opens every route. */
  functionKey(id: string): Promise<string>
  /** The answer of the app's log to a query, a record each. */
  query(id: string, text: string, hours: number): Promise<Record<string, unknown>[]>
}

const Sites = v.object({ data: v.array(v.object({ id: v.string(), host: v.string() })) })
const Settings = v.object({ properties: v.record(v.string(), v.string()) })
const Keys = v.object({ functionKeys: v.object({ default: v.string() }) })
const Components = v.object({ value: v.array(v.object({ properties: v.object({ AppId: v.string() }) })) })
const Answer = v.object({
  tables: v.tuple([
    v.object({ columns: v.array(v.object({ name: v.string() })), rows: v.array(v.array(v.unknown())) }),
  ]),
})

/**
 * Azure as the signed-in person sees it.
 * @param urls Azure Resource Manager, and the API of Application Insights
 */
export function createAzure(
  { manager, insights }: { manager: string; insights: string },
  token: (resource: string) => Promise<string>,
): Azure {
  /** @param what the person would do there */
  const connect = (name: string, url: string, what: string) =>
    createHttpClient({
      name,
      url,
      headers: async () => ({ authorization: `Bearer ${await token(url)}` }),
      failure: ({ status }: Failure) =>
        new CommandError('noAccess', `${name} does not let your account ${what} (${status}).`),
    })
  const api = (version: string) => ({ query: { 'api-version': version } })
  const may = (what: string) => connect('Azure Resource Manager', manager, what)

  return {
    // learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources
    async site(named) {
      const name = named.replaceAll(/[^\w.:-]/g, '')
      const query = `resources | where type =~ 'microsoft.web/sites' and (name =~ '${name}' or tostring(properties.defaultHostName) =~ '${name}') | project id, host = tostring(properties.defaultHostName)`
      const path = 'providers/Microsoft.ResourceGraph/resources'
      const { data } = await may('look for the function app').read(Sites, 'POST', path, {
        json: { query },
        ...api('2022-10-01'),
      })
      const [site, other] = data
      if (site && !other) return { id: site.id, url: `https://${site.host}` }
      const found = other ? `${data.length} function apps called ${named}` : `no function app ${named}`
      throw new CommandError(
        'wrongUse',
        `Azure shows you ${found}: say its address with --app (and --key), or sign in with an account that sees it (az login).`,
      )
    },
    // learn.microsoft.com/rest/api/appservice/web-apps/list-application-settings
    async settings(id) {
      const path = `${id.slice(1)}/config/appsettings/list`
      const read = may('read the settings of the app').read(Settings, 'POST', path, api('2024-04-01'))
      return read.then(
        ({ properties }) => properties,
        (error: unknown) => {
          if (error instanceof CommandError) return {}
          throw error
        },
      )
    },
    // learn.microsoft.com/rest/api/appservice/web-apps/list-host-keys
    async functionKey(id) {
      const path = `${id.slice(1)}/host/default/listkeys`
      const what = 'have the function key, which --key gives in another way'
      return (await may(what).read(Keys, 'POST', path, api('2024-04-01'))).functionKeys.default
    },
    // learn.microsoft.com/rest/api/application-insights/query/execute
    async query(id, text, hours) {
      const group = id.split('/').slice(1, 5).join('/')
      const path = `${group}/providers/Microsoft.Insights/components`
      const components = await may('see the log of the app').read(Components, 'GET', path, api('2020-02-02'))
      const [component] = components.value
      if (!component) throw new CommandError('wrongUse', 'There is no Application Insights beside the function app.')
      const log = connect('Application Insights', insights, 'read the log of the app')
      const answer = await log.read(Answer, 'POST', `v1/apps/${component.properties.AppId}/query`, {
        json: { query: text, timespan: `PT${hours}H` },
      })
      const [{ columns, rows }] = answer.tables
      return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])))
    },
  }
}

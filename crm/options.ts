import { parseArgs } from 'node:util'
import { environmentOrigin, secureUrl } from '../lib/addresses.ts'
import { InvalidInputError } from './errors.ts'

const commands = ['plan', 'apply', 'remove'] as const

export type Options = {
  command: (typeof commands)[number]
  /** The environment, as an origin. */
  url: string
  /** The function app, as an origin. */
  app: string
  key: string | undefined
  /** Client id of the managed identity. */
  identity: string | undefined
  /** Azure's id of the function app. */
  resourceId: string | undefined
}

export const usage = `npm run crm -- plan | apply | remove
  --url          the environment, e.g. https://contoso.crm.dynamics.com       (or DATAVERSE_URL)
  --app          the function app, e.g. https://contoso.azurewebsites.net     (or FUNCTION_APP_URL)
  --identity     client id of the app's managed identity                      (or IDENTITY_CLIENT_ID)
  --resource-id  Azure id of the function app, to fetch its key               (or FUNCTION_APP_RESOURCE_ID)
  --key          the function key, where Azure does not give it to you
What azd has deployed from this folder is known without being given.`

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const site = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Web\/sites\/[^/]+$/i

/**
 * The options of the command line. Environment variables stand in for options that are left out.
 * @throws InvalidInputError with everything that is missing or wrong
 */
export function readOptions(args: readonly string[], environment: Record<string, string | undefined>): Options {
  const { values, positionals } = parsed(args)
  const problems: string[] = []
  const [word, ...more] = positionals
  const command = commands.find((known) => known === word)
  if (!command || more.length) problems.push('Say plan, apply or remove.')

  const address = (
    option: 'url' | 'app',
    variable: string,
    example: string,
    origin: (given: string) => string | undefined,
  ) => {
    const given = values[option] ?? environment[variable]
    const url = given && origin(given)
    if (url) return url
    problems.push(`--${option} must be ${example}${given ? `, not ${given}` : ''}.`)
    return ''
  }
  const url = address(
    'url',
    'DATAVERSE_URL',
    'the environment, like https://contoso.crm.dynamics.com',
    environmentOrigin,
  )
  const app = address(
    'app',
    'FUNCTION_APP_URL',
    'the function app, like https://contoso.azurewebsites.net',
    (given) => secureUrl(given)?.origin,
  )

  const identity = (values.identity ?? environment.IDENTITY_CLIENT_ID)?.toLowerCase()
  if (identity && !guid.test(identity))
    problems.push('--identity must be the client id of the managed identity, a GUID.')
  const resourceId = values['resource-id'] ?? environment.FUNCTION_APP_RESOURCE_ID
  if (resourceId && !site.test(resourceId)) {
    problems.push('--resource-id must be like /subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/….')
  }
  if (!command || problems.length) throw new InvalidInputError(problems)
  return { command, url, app, key: values.key, identity, resourceId }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = { url: text, app: text, key: text, identity: text, 'resource-id': text }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new InvalidInputError([error instanceof Error ? error.message : String(error)])
  }
}

import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { environmentOrigin, secureUrl } from '../lib/addresses.ts'
import {
  type StatusReasonSetting,
  statusReasonExample,
  statusReasonText,
} from '../lib/dataverse/status-reason-setting.ts'
import { InvalidInputError } from './errors.ts'

const commands = ['plan', 'apply', 'remove'] as const

export type Options = {
  /** The environment, as an origin; so is `app`, the function app. */
  url: string
  key: string | undefined
  /** Client id of the managed identity. */
  identity: string | undefined
  /** Azure's id of the function app. */
  resourceId: string | undefined
  /** How the app reads status reasons whose label does not tell. */
  statusReasons: StatusReasonSetting
  /** Accept the terms of the webinar provider. */
  acceptTerms: boolean
  /** Remove without being asked. */
  yes: boolean
  /** Remove the connector's own tables with all that stands in them. */
  withData: boolean
  verbose: boolean
} & (
  | { command: 'plan'; app: string | undefined }
  | { command: 'apply'; app: string }
  | { command: 'remove'; app: string }
)

export const usage = `npm run crm -- plan | apply | remove
  plan           says what is there, what apply would do and what is in its way; changes nothing, needs --url only
  apply          makes it so, reads all of it again and has Dynamics send a webhook
  remove         takes all of it away, after asking
  --url          the environment, e.g. https://contoso.crm.dynamics.com       (or DATAVERSE_URL)
  --app          the function app, e.g. https://contoso.azurewebsites.net     (or FUNCTION_APP_URL)
  --identity     client id of the app's managed identity                      (or IDENTITY_CLIENT_ID)
  --resource-id  Azure id of the function app, to fetch its key               (or FUNCTION_APP_RESOURCE_ID)
  --key          the function key, where Azure does not give it to you
  --accept-terms accept the terms of the webinar provider for your organisation, with apply
  --with-data    remove the connector's own tables too where they have rows
  --yes          remove without being asked
  --verbose      a line for each thing, not for each kind
  --help         this text
What azd has deployed from this folder is known without being given.`

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const site = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Web\/sites\/[^/]+$/i

/** Whether the command line asks how it is used. */
export function asksForHelp(args: readonly string[]): boolean {
  return args[0] === 'help' || args.includes('--help') || args.includes('-h')
}

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
    required = true,
  ) => {
    const given = values[option] ?? environment[variable]
    const url = given && origin(given)
    if (url) return url
    if (given || required) problems.push(`--${option} must be ${example}${given ? `, not ${given}` : ''}.`)
    return ''
  }
  const environmentExample = 'the environment, like https://contoso.crm.dynamics.com'
  const url = address('url', 'DATAVERSE_URL', environmentExample, environmentOrigin)
  const appExample = 'the function app, like https://contoso.azurewebsites.net'
  const appOrigin = (given: string) => secureUrl(given)?.origin
  const app = address('app', 'FUNCTION_APP_URL', appExample, appOrigin, command !== 'plan')

  const identity = (values.identity ?? environment.IDENTITY_CLIENT_ID)?.toLowerCase()
  if (identity && !guid.test(identity))
    problems.push('--identity must be the client id of the managed identity, a GUID.')
  const resourceId = values['resource-id'] ?? environment.FUNCTION_APP_RESOURCE_ID
  if (resourceId && !site.test(resourceId)) {
    problems.push('--resource-id must be like /subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/….')
  }
  const setting = v.safeParse(
    statusReasonText(`must read like ${statusReasonExample}.`),
    environment.REGISTRATION_STATUS_REASONS,
  )
  if (!setting.success) problems.push(`REGISTRATION_STATUS_REASONS ${setting.issues[0].message}`)
  if (!command || !setting.success || problems.length) throw new InvalidInputError(problems)
  const {
    key,
    yes = false,
    verbose = false,
    'accept-terms': acceptTerms = false,
    'with-data': withData = false,
  } = values
  const flags = { acceptTerms, yes, withData, verbose }
  const common = { url, key, identity, resourceId, statusReasons: setting.output, ...flags }
  return command === 'plan' ? { ...common, command, app: app || undefined } : { ...common, command, app }
}

function parsed(args: readonly string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const
  const flags = { 'accept-terms': flag, 'with-data': flag, yes: flag, verbose: flag }
  const options = { url: text, app: text, key: text, identity: text, 'resource-id': text, ...flags }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new InvalidInputError([error instanceof Error ? error.message : String(error)])
  }
}

import { setTimeout } from 'node:timers/promises'
import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { test as base } from 'vitest'
import { said } from '../../crm/errors.ts'
import { readOptions } from '../../crm/options.ts'
import { run as runCommand } from '../../crm/run.ts'
import { AppError } from '../../lib/core/errors.ts'

export const identity = '9b2f0c1e-4a5d-4a51-9d3c-0d6f5a1b0001'
export const key = 'key-of-the-app=='

/** How Dynamics keeps a key that it sends in a header. */
export const headerWith = (key: string) => `<settings><setting name="x-functions-key" value="${key}" /></settings>`

export type CrmEnvironment = {
  dataverse: Dataverse
  /** The app, which only answers webhooks. */
  app: Emulator
  arm: Emulator
  /** Runs the command as a person would and gives back what is printed; a failure is its one sentence. */
  run(command: string, options?: CommandOptions): Promise<string[]>
  refusal(command: string, options?: CommandOptions): Promise<string>
  /** The answer to each question that the command asks; without one there is no terminal. */
  answers: boolean[] | undefined
  questions: string[]
  /** The waits of the last command, in seconds. Nobody waits for real, but for webhooks. */
  waits: number[]
  /** Requests since the last time that could have changed something in Dataverse. */
  writes(): string[]
  rows(table: string): Record<string, unknown>[]
  stop(): Promise<void>
}

/** True for a flag; undefined leaves an option out. */
type CommandOptions = Record<string, string | boolean | undefined>

/** A test with an environment of its own to plan, apply and remove in. */
export const test = base.extend('crm', async ({ onTestFinished }) => {
  const crm = await startCrmEnvironment()
  onTestFinished(crm.stop)
  return crm
})

/** An environment, the app's webhook route and Azure Resource Manager, each emulated. */
async function startCrmEnvironment(): Promise<CrmEnvironment> {
  const dataverse = await startDataverse()
  const app = await serve((request) => {
    const { pathname } = new URL(request.url)
    if (pathname !== '/api/webhooks/dataverse') return new Response(null, { status: 404 })
    if (request.headers.get('x-functions-key') !== key) return new Response(null, { status: 401 })
    const known = request.headers.get('x-ms-dynamics-organization') === new URL(dataverse.url).hostname
    return known
      ? new Response(null, { status: 202 })
      : Response.json({ error: { code: 'unauthorized', message: 'No.' } }, { status: 401 })
  })
  const arm = await serve(({ method, url }) =>
    method === 'POST' && new URL(url).pathname === `${resourceId}/functions/dataverse-webhook-post/listkeys`
      ? Response.json({ default: key })
      : new Response(null, { status: 404 }),
  )
  async function run(command: string, options: CommandOptions = {}) {
    const given = { url: dataverse.url, app: app.url, key, identity, verbose: true, yes: true, ...options }
    const args = Object.entries(given).flatMap(([name, value]) => {
      if (value === undefined || value === false) return []
      return [value === true ? `--${name}` : `--${name}=${value}`]
    })
    const lines: string[] = []
    environment.waits.length = 0
    await runCommand(readOptions([command, ...args], {}), {
      token: async () => 'token',
      arm: arm.url,
      print: (line) => void lines.push(line),
      async wait(milliseconds) {
        environment.waits.push(milliseconds / 1000)
        await setTimeout(20)
      },
      confirm:
        environment.answers &&
        (async (question) => {
          environment.questions.push(question)
          return environment.answers?.shift() ?? false
        }),
    })
    return lines
  }
  const environment: CrmEnvironment = {
    answers: undefined,
    questions: [],
    waits: [],
    dataverse,
    app,
    arm,
    run,
    refusal: (command, options) =>
      run(command, options).then(
        (lines) => {
          throw new Error(`Not refused: ${lines.join('\n')}`)
        },
        (error: unknown) => {
          if (error instanceof AppError) return said(error)
          throw error
        },
      ),
    writes: () =>
      dataverse.calls
        .splice(0)
        .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/GetOrgDbOrgSetting'))
        .map(({ method, path }) => `${method} ${path}`),
    rows: dataverse.rows,
    async stop() {
      await Promise.all([dataverse.stop(), app.stop(), arm.stop()])
    },
  }
  return environment
}

export const resourceId =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-webinars/providers/Microsoft.Web/sites/contoso-webinars'

/** Rows of everything that the command manages. */
export function inventory(crm: CrmEnvironment) {
  const tables = [
    'serviceendpoint',
    'sdkmessageprocessingstep',
    'role',
    'roleprivileges',
    'systemuser',
    'systemuserroles',
    'publisher',
    'solution',
    'solutioncomponent',
    'savedquery',
    'systemform',
    'savedqueryvisualization',
    'webresource',
    'sitemap',
    'appmodule',
  ]
  return Object.fromEntries(tables.map((table) => [table, crm.rows(table).length]))
}

/** The one row of a table that has this name. */
export function named(crm: CrmEnvironment, table: string, name: string) {
  const found = crm.rows(table).find((row) => row.name === name)
  if (!found) throw new Error(`There is no ${table} called ${name}.`)
  return { row: found, id: String(found[`${table}id`]) }
}

type Definition = {
  MetadataId: string
  Attributes: { LogicalName: string; AttributeTypeName: { Value: string } }[]
} & Record<string, unknown>

const headers = { authorization: 'Bearer token', consistency: 'Strong' }

/** The definition of a table as the Web API shows it. */
export async function definitionOf({ dataverse }: CrmEnvironment, table: string): Promise<Definition> {
  const expand = '$expand=Attributes($select=LogicalName,AttributeTypeName)'
  const answer = await fetch(`${address(dataverse, table)}?${expand}`, { headers })
  return (await answer.json()) as Definition
}

/** A label of a table by language. */
export async function labelsOf(crm: CrmEnvironment, table: string, member: string) {
  const label = (await definitionOf(crm, table))[member] as {
    LocalizedLabels: { LanguageCode: number; Label: string }[]
  }
  return Object.fromEntries(label.LocalizedLabels.map(({ LanguageCode, Label }) => [LanguageCode, Label]))
}

/** Gives a table another English name, as an administrator does. */
export async function putLabel({ dataverse }: CrmEnvironment, table: string, name: string) {
  const whole = (await (await fetch(address(dataverse, table), { headers })).json()) as object
  const DisplayName = { LocalizedLabels: [{ Label: name, LanguageCode: 1033 }] }
  const answer = await fetch(address(dataverse, table), {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json', 'mscrm.mergelabels': 'true' },
    body: JSON.stringify({ ...whole, DisplayName }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  dataverse.calls.length = 0
}

function address(dataverse: Dataverse, table: string) {
  return `${dataverse.url}/api/data/v9.2/EntityDefinitions(LogicalName='${table}')`
}

import * as v from 'valibot'
import { createHttpClient, type Failure } from '../../lib/core/http-client.ts'
import { CommandError } from './exit.ts'
import { reached } from './reach.ts'
import type { Door } from './sign-in.ts'

/** The connector's routes. */
export type Connector = {
  url: string
  /** Whether the app works; if not, why. It asks for no sign-in. */
  health(): Promise<v.InferOutput<typeof Health>>
  read<S extends v.GenericSchema>(schema: S, path: string): Promise<v.InferOutput<S>>
  send<S extends v.GenericSchema>(
    schema: S,
    method: 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<v.InferOutput<S>>
}

const Health = v.union([
  v.object({ status: v.literal('alive') }),
  v.object({ status: v.literal('misconfigured'), problems: v.array(v.string()) }),
])
const ErrorBody = v.object({
  error: v.object({ code: v.string(), message: v.string(), details: v.optional(v.array(v.string()), []) }),
})
const Alive = v.object({ status: v.literal('alive') })

/** The code that an answer has where a setting is wrong (docs/api.md). */
const misconfigured = 'misconfigured'
/** An app that was scaled to zero takes its time to start, and a check waits for ON24's quota. */
const timeout = 120_000

class Refusal extends CommandError {
  code = ''
  problems: string[] = []
}

/** @param door asked for with the first call that needs it */
export function createConnector(url: string, door: () => Promise<Door>): Connector {
  const client = createHttpClient({
    name: new URL(url).host,
    url,
    headers: () => ({}),
    failure: (failure) => refusalOf(url, failure),
  })
  const call = <S extends v.GenericSchema>(schema: S, method: string, path: string, more: object = {}) =>
    reached(url, client.read(schema, method, path, { timeout, ...more }))

  async function enter<S extends v.GenericSchema>(schema: S, method: string, path: string, json?: object) {
    const { prefix, headers } = await door()
    return call(schema, method, `${prefix}/${path}`, { headers, ...(json && { json }) })
  }
  return {
    url,
    async health() {
      try {
        return await call(Alive, 'GET', 'api/health')
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== misconfigured) throw error
        return { status: misconfigured, problems: error.problems }
      }
    },
    read: (schema, path) => enter(schema, 'GET', path),
    send: (schema, method, path, body) => enter(schema, method, path, body),
  }
}

function refusalOf(url: string, { status, body }: Failure): CommandError {
  const parsed = v.safeParse(ErrorBody, body)
  if (!parsed.success) return new CommandError(...unsaid(url, status))
  const { code, message, details } = parsed.output.error
  const text = details.length ? [message, ...details.map((detail) => `- ${detail}`)].join('\n') : message
  const refusal = new Refusal(endOf(status, code), text)
  return Object.assign(refusal, { code, problems: details.length ? details : [message] })
}

function endOf(status: number, code: string) {
  if (status === 422 || code === misconfigured) return 'needsSomebody'
  return status === 400 || status === 404 ? 'wrongUse' : 'noAccess'
}

/** Answers that are not the connector's own. */
function unsaid(url: string, status: number): ['wrongUse' | 'noAccess', string] {
  if (status === 401) return ['noAccess', `${url} does not take the function key: check --key, or leave it out.`]
  if (status === 403) {
    return [
      'noAccess',
      `${url} lets nobody in from this network: run the command from one that ALLOWED_NETWORKS names, or add this one and deploy again.`,
    ]
  }
  if (status === 404)
    return ['wrongUse', `There is no webinar connector at ${url}: check --app, and that it is deployed.`]
  return ['noAccess', `${url} is out of order (${status}): try again in a few minutes.`]
}

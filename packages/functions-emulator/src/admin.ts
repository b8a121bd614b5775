import { json as readJson } from 'node:stream/consumers'
import * as v from 'valibot'
import type { HostedFunction } from './hosted-function.ts'
import type { HttpCall, HttpReply } from './http-server.ts'
import type { Invoke } from './invoke.ts'
import type { Timer } from './timers.ts'

const RunRequest = v.object({ input: v.optional(v.string(), '') })

type Hosted = { functions: Map<string, HostedFunction>; timers: Map<string, Timer>; invoke: Invoke }

/**
 * Answers the admin API: status, list of functions, and running a function by hand. The caller has shown the master key.
 * learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http
 */
export async function answerAdmin(call: HttpCall, { functions, timers, invoke }: Hosted): Promise<HttpReply> {
  const [, , area, name] = call.url.pathname.split('/')
  const operation = `${call.method} ${area}/${name ?? ''}`
  if (operation === 'GET host/status')
    return json({ state: 'Running', processUptime: Math.round(process.uptime() * 1000) })
  if (operation === 'GET functions/') return json([...functions.values()].map(toListed))
  const hosted = call.method === 'POST' && area === 'functions' ? functions.get(name ?? '') : undefined
  if (!hosted) return { status: 404 }
  const input = await readInput(call)
  if (input === undefined || hosted.trigger.type === 'http') return { status: 400 }
  const run = timers.get(hosted.name)?.run() ?? invoke(hosted, { string: input }, { QueueTrigger: { string: input } })
  run.catch(() => undefined)
  return { status: 202 }
}

async function readInput({ request }: HttpCall) {
  try {
    return v.parse(RunRequest, await readJson(request)).input
  } catch {
    return undefined
  }
}

function toListed({ name, metadata }: HostedFunction) {
  const bindings = Object.entries(metadata.bindings).map(([key, binding]) => ({ ...binding, name: key }))
  return { name, language: 'node', isDisabled: false, config: { name, bindings } }
}

function json(value: unknown): HttpReply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

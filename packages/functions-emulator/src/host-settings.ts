import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'

/** `hh:mm:ss`, with days in front and fractions behind if need be, in milliseconds. */
const Duration = v.pipe(
  v.string(),
  v.regex(/^(?:\d+\.)?\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?$/, 'a time span such as 00:00:30 is expected'),
  v.transform((text) => {
    const [, days = 0, hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(text) ?? []
    return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  }),
)

/** `undefined` where an invocation may run for ever. */
const FunctionTimeout = v.union([
  v.pipe(
    v.picklist(['-1', '-1.00:00:00']),
    v.transform(() => undefined),
  ),
  v.pipe(Duration, v.minValue(1000, 'a time span of at least a second is expected')),
])

/** A number, also as the text that an environment variable holds. */
const Count = v.pipe(v.unknown(), v.transform(Number), v.integer(), v.minValue(0))

const Queues = v.object({
  batchSize: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(32)), 16),
  newBatchThreshold: v.optional(Count),
  maxDequeueCount: v.optional(v.pipe(Count, v.minValue(1)), 5),
  visibilityTimeout: v.optional(Duration, '00:00:00'),
  maxPollingInterval: v.optional(v.pipe(Duration, v.minValue(100)), '00:01:00'),
  messageEncoding: v.optional(v.literal('base64'), 'base64'),
})

const HostJson = v.object({
  functionTimeout: v.optional(FunctionTimeout, '00:30:00'),
  extensions: v.optional(
    v.object({
      http: v.optional(v.object({ routePrefix: v.optional(v.string(), 'api') }), {}),
      queues: v.optional(Queues, {}),
    }),
    {},
  ),
})

export type HostSettings = {
  routePrefix: string
  queues: QueueSettings
  /** The longest an invocation may take, in milliseconds. */
  functionTimeout: number | undefined
}
export type QueueSettings = v.InferOutput<typeof Queues> & { newBatchThreshold: number }

/**
 * host.json, with the environment's `AzureFunctionsJobHost__path__to__value` on top. Defaults are those of a Flex plan
 * (github.com/Azure/azure-functions-host, `ScriptJobHostOptionsSetup.cs`).
 * learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values
 */
export async function readHostSettings(appRoot: string, env: NodeJS.ProcessEnv): Promise<HostSettings> {
  const file: unknown = JSON.parse(await readFile(join(appRoot, 'host.json'), 'utf8'))
  const parsed = v.safeParse(HostJson, overridden(file, env))
  if (!parsed.success) throw new Error(`host.json: ${v.summarize(parsed.issues)}`)
  const { functionTimeout, extensions } = parsed.output
  const { http, queues } = extensions
  const newBatchThreshold = queues.newBatchThreshold ?? Math.floor(queues.batchSize / 2)
  return { routePrefix: http.routePrefix, queues: { ...queues, newBatchThreshold }, functionTimeout }
}

function overridden(file: unknown, env: NodeJS.ProcessEnv) {
  return Object.entries(env).reduce((settings, [name, value]) => {
    const [prefix, ...path] = name.split('__')
    return prefix === 'AzureFunctionsJobHost' ? withValue(settings, path, value) : settings
  }, file)
}

function withValue(settings: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value
  const inner = isRecord(settings) ? settings : {}
  return { ...inner, [key]: withValue(inner[key], rest, value) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

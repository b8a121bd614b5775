import { Cron } from 'croner'
import { connectionString, InError, resolveSettings } from './app-settings.ts'
import type { Registration } from './core-module.ts'
import type { Binding } from './core-types.ts'
import type { FunctionInfo } from './protocol.ts'

export type QueueAddress = { queueName: string; connectionString: string }

export type HostedFunction = Registration & {
  name: string
  /** The name of the trigger's binding. */
  input: string
  trigger: HttpTrigger | TimerTrigger | QueueTrigger
  /** Queue outputs by the name of their binding; `$return` is the handler's result. */
  outputs: Map<string, QueueAddress>
}

export type HttpTrigger = { type: 'http'; route: string; methods: string[]; authLevel: string }
export type TimerTrigger = { type: 'timer'; schedule: string; runOnStartup: boolean; useMonitor: boolean }
type QueueTrigger = { type: 'queue' } & QueueAddress

/** Reads a registration as the host does. Anything unsupported throws, so that it is noticed. */
export function toHostedFunction(registration: Registration, prefix: string, env: NodeJS.ProcessEnv): HostedFunction {
  const { name, bindings, retryOptions } = registration.metadata
  try {
    const named = Object.entries(bindings)
    const [input, ...more] = named.filter(([, binding]) => binding.direction === 'in')
    if (!input || more.length > 0) throw new Error('exactly one trigger and no other input are supported')
    if (retryOptions) throw new Error('a retry policy is not supported')
    const outputs = new Map<string, QueueAddress>()
    for (const [key, binding] of named.filter(([, { direction }]) => direction === 'out')) {
      if (binding.type === 'queue') outputs.set(key, toQueue(binding, env))
      else if (binding.type !== 'http') throw new Error(`the output ${binding.type} is not supported`)
    }
    return { ...registration, name, input: input[0], trigger: toTrigger(name, input[1], prefix, env), outputs }
  } catch (error) {
    if (error instanceof InError) throw new InError(`The '${name}' function is in error: ${error.message}`)
    throw new Error(`The function ${name} cannot be started: ${error instanceof Error ? error.message : error}`)
  }
}

function toTrigger(name: string, binding: Binding, prefix: string, env: NodeJS.ProcessEnv) {
  switch (binding.type) {
    case 'httpTrigger': {
      const route = resolveSettings(binding.route ?? name, env)
      const methods = (binding.methods ?? []).map((method) => method.toUpperCase())
      return {
        type: 'http',
        route: toPath(prefix, route),
        methods,
        authLevel: binding.authLevel ?? 'function',
      } as const
    }
    case 'timerTrigger': {
      const { schedule = '', runOnStartup = false, useMonitor = true } = binding
      return { type: 'timer', schedule: toSchedule(schedule, env), runOnStartup, useMonitor } as const
    }
    case 'queueTrigger':
      return { type: 'queue', ...toQueue(binding, env) } as const
    default:
      throw new Error(`the trigger ${binding.type} is not supported`)
  }
}

function toSchedule(text: string, env: NodeJS.ProcessEnv) {
  const schedule = resolveSettings(text, env)
  try {
    new Cron(schedule, { mode: '6-part', paused: true })
    return schedule
  } catch {
    throw new InError(`The schedule expression '${schedule}' was not recognized as a valid cron expression.`)
  }
}

function toPath(...parts: string[]) {
  return `/${parts.flatMap((part) => part.split('/').filter(Boolean)).join('/')}`
}

function toQueue({ queueName = '', connection }: Binding, env: NodeJS.ProcessEnv): QueueAddress {
  return { queueName: resolveSettings(queueName, env), connectionString: connectionString(connection, env) }
}

/** Public information about a function. */
export function toFunctionInfo({ name, trigger }: HostedFunction): FunctionInfo {
  switch (trigger.type) {
    case 'http':
      return { name, trigger: 'http', route: trigger.route, methods: trigger.methods, authLevel: trigger.authLevel }
    case 'timer':
      return { name, trigger: 'timer', schedule: trigger.schedule }
    case 'queue':
      return { name, trigger: 'queue', queueName: trigger.queueName }
  }
}

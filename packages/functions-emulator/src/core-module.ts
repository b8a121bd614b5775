import Module from 'node:module'
import type { FunctionCallback, FunctionMetadata, Hook, LogCategory, ProgrammingModel } from './core-types.ts'
import type { LogLevel, LogRecord } from './protocol.ts'

export type Registration = { metadata: FunctionMetadata; callback: FunctionCallback }

/** Data of the invocation that a log record belongs to, as hooks see it. */
export type LogScope = { hookData: object; invocationContext: unknown }

export type Runtime = ReturnType<typeof createRuntime>

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log']

type WorkerLog = Omit<LogRecord, 'time'> & { kind: LogCategory }

/**
 * The state of the worker, and the core module by which the library `@azure/functions` reaches the runtime.
 * github.com/Azure/azure-functions-nodejs-worker, `src/setupCoreModule.ts`, `src/coreApi/`, `src/hooks/`
 */
export function createRuntime(write: (record: LogRecord) => void) {
  const functions = new Map<string, Registration>()
  const hooks = new Map(hookNames.map((name): [string, Hook[]] => [name, []]))
  const appHookData = {}
  let model: ProgrammingModel | undefined
  let started = false

  function log({ kind, ...record }: WorkerLog, scope: LogScope = { hookData: {}, invocationContext: undefined }) {
    const seen = withFixed(
      { level: record.level, message: record.message },
      { hookData: scope.hookData, appHookData, category: kind, invocationContext: scope.invocationContext },
    )
    try {
      for (const hook of hooks.get('log') ?? []) hook(seen)
      if (kind === 'user') Object.assign(record, { level: seen.level, message: seen.message })
    } catch {
      // A hook must not keep a record from being written.
    }
    write({ time: new Date().toISOString(), ...record })
  }

  const core = {
    version: '3.12.0',
    hostVersion: '4.1044.0',
    Disposable,
    log: (level: LogLevel, kind: LogCategory, message: string) =>
      log({ level, kind, category: kind === 'user' ? 'Worker.User' : 'Worker', message }),
    setProgrammingModel: (given: ProgrammingModel) => {
      model = given
    },
    getProgrammingModel: () => model,
    registerHook: (name: string, hook: Hook) => {
      const list = hooks.get(name)
      if (!list) throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), system)
      list.push(hook)
      return new Disposable(() => list.splice(list.indexOf(hook), 1))
    },
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => {
      if (started) throw systemError('A function can only be registered during app startup.')
      const id = metadata.functionId ?? metadata.name
      if (functions.has(id)) throw systemError(`A function with id "${id}" has already been registered.`)
      functions.set(id, { metadata, callback })
      return new Disposable(() => {
        if (started) throw systemError('A function can only be disposed during app startup.')
        functions.delete(id)
      })
    },
  }

  return {
    core,
    functions,
    appHookData,
    log,
    write,
    model: () => {
      if (!model) throw new Error('The app set no programming model: it registered no function.')
      return model
    },
    /** Ends the time in which functions can be registered. */
    lock: () => {
      started = true
    },
    runHooks: async (name: string, context: object) => {
      for (const hook of hooks.get(name) ?? []) await hook(context)
    },
  }
}

/** Answers `require('@azure/functions-core')`. An ESM app requires it too, through the library's CommonJS build. */
export function provideCoreModule(core: object) {
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (real, module, names) => (names[0] === '@azure/functions-core' ? core : Reflect.apply(real, module, names)),
  })
}

/** Adds properties that a hook can read but not replace. */
export function withFixed<Open extends object, Fixed extends object>(open: Open, fixed: Fixed) {
  for (const [key, value] of Object.entries(fixed)) Object.defineProperty(open, key, { value, enumerable: true })
  return open as Open & Readonly<Fixed>
}

/** Marks an error as the runtime's own; the library looks for this mark. */
const system = { isAzureFunctionsSystemError: true }

function systemError(message: string) {
  return Object.assign(new Error(message), system)
}

class Disposable {
  #dispose: (() => unknown) | undefined
  constructor(dispose: () => unknown) {
    this.#dispose = dispose
  }
  static from(...parts: { dispose(): unknown }[]) {
    return new Disposable(() => {
      for (const part of parts) part.dispose()
    })
  }
  dispose() {
    this.#dispose?.()
    this.#dispose = undefined
  }
}

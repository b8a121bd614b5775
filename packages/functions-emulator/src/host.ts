import { answerAdmin } from './admin.ts'
import { admits } from './admission.ts'
import { InError } from './app-settings.ts'
import type { Runtime } from './core-module.ts'
import { readHostSettings } from './host-settings.ts'
import { toFunctionInfo, toHostedFunction } from './hosted-function.ts'
import { type HttpCall, type HttpReply, isTooLarge, serveHttp, toHttpData } from './http-server.ts'
import { createInvoker } from './invoke.ts'
import { loadApp } from './load-app.ts'
import type { Keys, LogLevel } from './protocol.ts'
import { listenToQueue } from './queue-listener.ts'
import { createRouter, isHttp, withoutConflicts } from './routes.ts'
import { createTimeLimit } from './time-limit.ts'
import { startTimer, type Timer } from './timers.ts'

type Start = {
  appRoot: string
  port: number
  keys: Keys
  env: NodeJS.ProcessEnv
  runtime: Runtime
  /** Called when a function exceeded `functionTimeout`; this host has to be stopped and another one started. */
  onTimeout: () => void
}

/** Loads the app, then serves its functions: HTTP, timers and queues. */
export async function startHost({ appRoot, port, keys, env, runtime, onTimeout }: Start) {
  const settings = await readHostSettings(appRoot, env)
  const hookData = await loadApp(appRoot, runtime)
  const note = (level: LogLevel, category: string) => (message: string) =>
    runtime.write({ time: new Date().toISOString(), level, category, message })
  const inError = note('error', 'Host.Startup')
  // github.com/Azure/azure-functions-host, `ScriptHost.cs` (`HandleHostIndexingException`)
  const registered = [...runtime.functions.values()].flatMap((one) => {
    try {
      return [toHostedFunction(one, settings.routePrefix, env)]
    } catch (error) {
      if (!(error instanceof InError)) throw error
      inError(error.message)
      return []
    }
  })
  const functions = withoutConflicts(registered, inError)
  const timeLimit = createTimeLimit(settings.functionTimeout, runtime.write, onTimeout)
  const { invoke, idle } = createInvoker(runtime, timeLimit)
  const route = createRouter([...functions.values()].filter(isHttp))
  const timers = new Map<string, Timer>()

  async function answer(call: HttpCall): Promise<HttpReply> {
    if (call.url.pathname.startsWith('/admin/')) {
      return admits('admin', keys, call) ? answerAdmin(call, { functions, timers, invoke }) : { status: 401 }
    }
    const found = route(call.method, call.url.pathname)
    if (!found) return { status: 404 }
    if (!admits(found.hosted.trigger.authLevel, keys, call)) return { status: 401 }
    if (isTooLarge(call, env)) return { status: 500 }
    const reply = await invoke(found.hosted, { http: await toHttpData(call, found.params) })
    return reply ?? { status: 500 }
  }

  const server = await serveHttp(answer, port)
  // As Azure and the Core Tools do, unless the settings say otherwise: several hosts of an app have one name.
  env.WEBSITE_HOSTNAME ??= new URL(server.url).host
  for (const hosted of functions.values()) {
    if (hosted.trigger.type === 'timer') timers.set(hosted.name, startTimer(hosted, hosted.trigger, invoke))
  }
  const listeners = await Promise.all(
    [...functions.values()].flatMap((hosted) => {
      if (hosted.trigger.type !== 'queue') return []
      const work = (text: string, metadata: object) => invoke(hosted, { string: text }, { ...metadata })
      return [listenToQueue(hosted.trigger, settings.queues, work, note('warning', 'Host.Queues'))]
    }),
  )
  return {
    url: server.url,
    functions: [...functions.values()].map(toFunctionInfo),
    run: async (name: string) => {
      const timer = timers.get(name)
      if (!timer) throw new Error(`There is no timer function ${name}.`)
      await timer.run()
    },
    /** Takes no new work, waits for running invocations, and runs the hooks `appTerminate`. */
    stop: async () => {
      for (const timer of timers.values()) timer.stop()
      await Promise.all([server.stop(), ...listeners.map((listener) => listener.stop())])
      await idle()
      await runtime.runHooks('appTerminate', { hookData, appHookData: runtime.appHookData })
    },
  }
}

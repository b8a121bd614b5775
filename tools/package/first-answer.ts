import { createRuntime, provideCoreModule } from '@webinar-connector/functions-emulator/core-module'
import { loadApp } from '@webinar-connector/functions-emulator/load-app'

/**
 * A process that loads an app as the worker of the Functions host does, and calls one of its HTTP functions. It prints the
 * milliseconds from the start of the process to the answer, and the status of that.
 */
const [appRoot = '', name = '', token = ''] = process.argv.slice(2)
const runtime = createRuntime(() => undefined)
provideCoreModule(runtime.core)
await loadApp(appRoot, runtime)
const request = { headers: new Headers(), params: { token } }
const answer: unknown = await runtime.functions.get(name)?.callback(request, { log: () => undefined })
const answered = performance.now()
const { status = 200 } = answer as { status?: number }
process.stdout.write(JSON.stringify({ answered, status }), () => process.exit())

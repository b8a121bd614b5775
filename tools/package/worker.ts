import { createRuntime, provideCoreModule } from '@webinar-connector/functions-emulator/core-module'
import { loadApp } from '@webinar-connector/functions-emulator/load-app'

/**
 * A process that loads an app as the worker of the Functions host does, with nothing of the host around it. It prints in
 * milliseconds: from the start of the process until all functions are registered (`known`), what of it the app took
 * (`load`), and how long a file takes that is loaded later.
 */
const [appRoot = '', later, ...before] = process.argv.slice(2)
const runtime = createRuntime(() => undefined)
provideCoreModule(runtime.core)
const began = performance.now()
await loadApp(appRoot, runtime)
const known = performance.now()
for (const file of before) await import(file)
const asked = performance.now()
if (later) await import(later)
console.log(JSON.stringify({ known, load: known - began, later: performance.now() - asked }))

import { createRuntime, provideCoreModule } from './core-module.ts'
import { startHost } from './host.ts'
import type { ToChild, ToParent } from './protocol.ts'
import { shiftClock } from './shift-clock.ts'

/** The process of one host and its worker. It ends when its parent does. */

const longestStop = 10_000

function send(message: ToParent) {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

let host: Awaited<ReturnType<typeof startHost>> | undefined

process.on('disconnect', () => process.exit())
// Ctrl-C reaches the whole group; the parent says when to stop.
process.on('SIGINT', () => undefined)
process.on('message', async (message: ToChild) => {
  if (message.type === 'start') return start(message)
  if (message.type === 'stop') return stop()
  const error = await host?.run(message.name).then(
    () => undefined,
    (thrown: Error) => thrown.message,
  )
  send({ type: 'ran', id: message.id, ...(error === undefined ? {} : { error }) })
})

async function start({ appRoot, port, keys, clockShift }: Extract<ToChild, { type: 'start' }>) {
  if (clockShift) shiftClock(clockShift)
  const runtime = createRuntime((record) => send({ type: 'log', record }))
  provideCoreModule(runtime.core)
  const restart = () => {
    send({ type: 'restart' })
    void stop()
  }
  try {
    host = await startHost({ appRoot, port, keys, env: process.env, runtime, onTimeout: restart })
    send({ type: 'ready', url: host.url, functions: host.functions })
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
}

async function stop() {
  setTimeout(() => process.exit(), longestStop)
  await host?.stop()
  process.disconnect()
}

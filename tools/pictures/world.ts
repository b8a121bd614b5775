import { day, hour } from '../../lib/core/time.ts'
import { startEnvironment } from '../environment/environment.ts'
import { fastPolling } from '../environment/fast-polling.ts'
import { waitUntilIdle } from '../environment/wait-until-idle.ts'
import { subscribe } from '../environment/webhooks.ts'
import { enterCredentials } from '../start/enter-credentials.ts'
import { seed } from '../start/seed.ts'
import { createWorld } from '../start/world.ts'

export type PicturedWorld = { page: string; stop(): Promise<void> }

/** Days that have passed before the pictures are taken. */
const days = 4

/** A world in which people have registered, cancelled and attended for some days, up to the last ten o'clock. */
export async function startPicturedWorld(): Promise<PicturedWorld> {
  const sinceTen = (Date.now() - 10 * hour) % day
  let ahead = -sinceTen - days * day
  const now = () => new Date(Date.now() + ahead)
  const environment = await startEnvironment({ now, solution: true, dataverse: { now } })
  const { dataverse, settings } = environment
  const first = await environment.startHost({ env: fastPolling, clockShift: ahead })
  const port = Number(new URL(first.url).port)
  const account = seed(environment, now)
  const webhooks = subscribe(dataverse, first)
  await enterCredentials(dataverse, account)
  const world = createWorld(environment, account, now)
  const idle = () => waitUntilIdle(settings.AzureWebJobsStorage ?? '', first, webhooks)

  let host = first
  for (let passed = 0; ; passed++) {
    for (let times = 0; times <= passed % 3; times++) world.register()
    await idle()
    if (passed % 2) world.cancel()
    await idle()
    for (const timer of ['sweep-timer', 'attendance-timer']) await host.run(timer)
    await idle()
    if (passed === days) break
    const before = now()
    ahead += day
    world.pass(before)
    await host.stop()
    host = await environment.startHost({ env: fastPolling, port, clockShift: ahead })
  }
  return { page: `${dataverse.url}/WebResources/wbc_/webinars.html`, stop: environment.stop }
}

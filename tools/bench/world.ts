import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { type Environment, startEnvironment } from '../environment/environment.ts'
import { waitUntilIdle } from '../environment/wait-until-idle.ts'
import { type StepsOf, type Subscription, subscribe } from '../environment/webhooks.ts'
import { type Account, addWebinar, configure, type Webinar } from './account.ts'

/** The app on some hosts, with everything that surrounds it. */
export type World = Environment & {
  /** The first host. */
  host: FunctionsHost
  webhooks: Subscription
  /** A configured account with a webinar that begins tomorrow. */
  account(options?: Parameters<typeof configure>[2]): Promise<{ account: Account; webinar: Webinar }>
  /** Resolves when no webhook and no message is on its way. */
  idle(): Promise<void>
}

type Options = {
  hosts?: number
  /** Settings on top of the shipped ones. */
  env?: Record<string, string>
  /** `messages`: the connector hears its own writes, too, as it would where steps name no columns. */
  stepsOf?: StepsOf
  /** False: Dataverse sends no webhooks. */
  webhooks?: boolean
}

/** Runs the app under the shipped host.json while something is measured. Storage is Azurite, which is slower than the product. */
export async function inWorld<T>(options: Options, measure: (world: World) => Promise<T>): Promise<T> {
  const world = await startWorld(options)
  try {
    return await measure(world)
  } finally {
    await world.stop()
  }
}

async function startWorld({ hosts = 1, env = {}, stepsOf = 'columns', ...given }: Options = {}): Promise<World> {
  const environment = await startEnvironment()
  const start = async () => {
    const host = await environment.startHost({ env })
    // Without this, the logs of thousands of registrations would fill the memory.
    host.onLog(() => host.logs.length > 1000 && host.logs.splice(0, 500))
    return host
  }
  const [host, ...more] = await Promise.all([start(), ...Array.from({ length: hosts - 1 }, start)])
  const webhooks =
    given.webhooks === false
      ? { statuses: [], settled: async () => undefined }
      : subscribe(environment.dataverse, [host, ...more], { of: stepsOf })
  return {
    ...environment,
    host,
    webhooks,
    async account(options) {
      const account = await configure(environment, host, options)
      return { account, webinar: addWebinar(environment, account, 24) }
    },
    idle: () => waitUntilIdle(environment.storage.connectionString, host, webhooks),
  }
}

import { setTimeout } from 'node:timers/promises'
import { startEnvironment } from '../environment/environment.ts'
import { type Clock, startClock } from './clock.ts'
import { injectFaults } from './fault-injector.ts'
import { type Hosts, startHosts } from './hosts.ts'
import { makePlan, type Plan } from './plan.ts'
import type { FaultKind } from './plan-fault-windows.ts'
import { type Recovery, recover } from './recover.ts'
import { createScenario, prepareActions, webinarsFor } from './scenario.ts'
import { startWebhookSender, type WebhookSender } from './webhook-sender.ts'

export type Result = Recovery & {
  faults: ReadonlyMap<FaultKind, number>
  webhooks: WebhookSender['figures']
  kills: number
  /** Sweeps during the faults: all, and those that succeeded. */
  sweeps: { all: number; succeeded: number }
  messages: number
  unexpectedErrors: string[]
}

type Options = { seed: number; registrations: number; stalls: boolean }

/** Runs the connector while faults are injected everywhere, then lets it recover. */
export async function run({ seed, registrations, stalls }: Options, print: (line: string) => void): Promise<Result> {
  const environment = await startEnvironment({ ownTables: true })
  const { dataverse, on24 } = environment
  dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  const hosts = await startHosts(environment)
  const { webinars, setEnabled } = await createScenario(environment, hosts, webinarsFor(registrations))
  const plan = makePlan(seed, registrations, webinars.length, stalls)
  const perform = prepareActions(environment, plan, webinars)
  await hosts.running()[0]?.run('sweep-timer')
  print(
    `${hosts.running().length} hosts run, with ${webinars.length} webinars; ${plan.seconds.toFixed(0)} s of faults follow.`,
  )

  const webhooks = startWebhookSender(dataverse, hosts, seed)
  const clock = startClock(environment.storage.connectionString)
  const injector = injectFaults(environment, plan.faultWindows, seed, clock)
  const sweeps = { all: 0, succeeded: 0 }
  const progress = setInterval(() => {
    const registered = webinars.reduce((sum, webinar) => sum + on24[webinar.region].registrants(webinar.on24).length, 0)
    const faults = [...injector.injected.values()].reduce((sum, one) => sum + one, 0)
    print(
      `  at ON24 ${registered}, messages ${hosts.settledMessages()}, faults ${faults}, hosts killed ${hosts.kills()}`,
    )
  }, 5000)

  async function actions() {
    for (const action of plan.actions) {
      await clock.waitUntil(action.at)
      perform(action)
    }
  }
  async function revocation() {
    await clock.waitUntil(plan.revoked.from)
    setEnabled(false)
    await clock.waitUntil(plan.revoked.to)
    setEnabled(true)
  }
  await Promise.all([
    actions(),
    revocation(),
    killHosts(plan, hosts, injector.delayResponses, clock),
    sweep(hosts, plan.seconds, clock, sweeps),
    clock.waitUntil(plan.seconds),
  ])
  injector.stop()
  clock.stop()
  webhooks.makeReliable()
  await webhooks.settled()
  clearInterval(progress)
  print('The last fault is over.')
  const recovery = await recover(environment, hosts, webinars, print)
  const result = {
    ...recovery,
    faults: injector.injected,
    webhooks: webhooks.figures,
    kills: hosts.kills(),
    sweeps,
  }
  await environment.stop()
  return { ...result, messages: hosts.settledMessages(), unexpectedErrors: hosts.unexpectedErrors() }
}

async function killHosts(plan: Plan, hosts: Hosts, delayResponses: (delayed: boolean) => void, clock: Clock) {
  for (const { at, host, backAfter, midResponse } of plan.kills) {
    await clock.waitUntil(at)
    if (midResponse) {
      delayResponses(true)
      await setTimeout(1000)
    }
    const killed = hosts.kill(host, setTimeout(backAfter * 1000))
    delayResponses(false)
    await killed
  }
}

/** Runs the sweep every quarter of a minute; its schedule is slower. */
async function sweep(hosts: Hosts, seconds: number, clock: Clock, sweeps: Result['sweeps']) {
  while (clock.now() < seconds) {
    sweeps.all += 1
    await hosts
      .running()[0]
      ?.run('sweep-timer')
      .then(
        () => {
          sweeps.succeeded += 1
        },
        () => undefined,
      )
    await setTimeout(15_000)
  }
}

import { setTimeout } from 'node:timers/promises'
import { startEnvironment } from '../environment/environment.ts'
import { type Clock, startClock } from './clock.ts'
import { breakCalls } from './fault-injector.ts'
import { type Fleet, startFleet } from './hosts.ts'
import { makePlan, type Plan } from './plan.ts'
import type { Kind } from './plan-fault-windows.ts'
import { type Healed, heal } from './recover.ts'
import { actor, setStage, webinarsFor } from './scenario.ts'
import { startCourier } from './webhook-sender.ts'

export type Result = Healed & {
  faults: ReadonlyMap<Kind, number>
  webhooks: ReturnType<typeof startCourier>['figures']
  kills: number
  /** Sweeps during the faults: all, and those that ended well. */
  sweeps: { all: number; done: number }
  messages: number
  unforeseen: string[]
}

/** The connector at work while everything around it breaks; then its healing. */
export async function run(seed: number, registrations: number, say: (what: string) => void): Promise<Result> {
  const environment = await startEnvironment()
  const { dataverse, on24 } = environment
  dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  const fleet = await startFleet(environment)
  const { webinars, setEnabled } = await setStage(environment, fleet, webinarsFor(registrations))
  const plan = makePlan(seed, registrations, webinars.length)
  const act = actor(environment, plan, webinars)
  await fleet.running()[0]?.run('sweep-timer')
  say(
    `${fleet.running().length} hosts run, with ${webinars.length} webinars; ${plan.seconds.toFixed(0)} s of faults follow.`,
  )

  const courier = startCourier(dataverse, fleet, seed)
  const clock = startClock(environment.storage.connectionString)
  const breaker = breakCalls(environment, plan.spells, seed, clock)
  const sweeps = { all: 0, done: 0 }
  const progress = setInterval(() => {
    const there = webinars.reduce((sum, webinar) => sum + on24[webinar.region].registrants(webinar.on24).length, 0)
    const struck = [...breaker.struck.values()].reduce((sum, one) => sum + one, 0)
    say(`  ${there} at ON24, ${fleet.ended()} messages ended, ${struck} calls broken, ${fleet.kills()} hosts killed`)
  }, 5000)

  async function people() {
    for (const action of plan.actions) {
      await clock.until(action.at)
      act(action)
    }
  }
  async function revocation() {
    await clock.until(plan.revoked.from)
    setEnabled(false)
    await clock.until(plan.revoked.to)
    setEnabled(true)
  }
  await Promise.all([
    people(),
    revocation(),
    kill(plan, fleet, breaker.hold, clock),
    sweep(fleet, plan.seconds, clock, sweeps),
    clock.until(plan.seconds),
  ])
  breaker.stop()
  clock.stop()
  courier.reliable()
  await courier.settled()
  clearInterval(progress)
  say('The last fault is over.')
  const healed = await heal(environment, fleet, webinars, say)
  const result = { ...healed, faults: breaker.struck, webhooks: courier.figures, kills: fleet.kills(), sweeps }
  await environment.stop()
  return { ...result, messages: fleet.ended(), unforeseen: fleet.unforeseen() }
}

async function kill(plan: Plan, fleet: Fleet, hold: (held: boolean) => void, clock: Clock) {
  for (const { at, host, back, held } of plan.kills) {
    await clock.until(at)
    if (held) {
      hold(true)
      await setTimeout(1000)
    }
    const killed = fleet.kill(host, setTimeout(back * 1000))
    hold(false)
    await killed
  }
}

/** As the schedule of the sweep, only every quarter of a minute instead of an hour. */
async function sweep(fleet: Fleet, seconds: number, clock: Clock, sweeps: { all: number; done: number }) {
  while (clock.now() < seconds) {
    sweeps.all += 1
    await fleet
      .running()[0]
      ?.run('sweep-timer')
      .then(
        () => {
          sweeps.done += 1
        },
        () => undefined,
      )
    await setTimeout(15_000)
  }
}

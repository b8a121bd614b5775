import { setTimeout } from 'node:timers/promises'
import type { Emulator, Fault } from '@webinar-connector/emulator-server'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { minute } from '../../lib/core/time.ts'
import type { Line } from '../environment/print-table.ts'
import { figure } from './figure.ts'
import { type Scene, startScene } from './outage-scene.ts'

/** The hour of the outage, in steps by which all clocks are set ahead, and the seconds that pass in each. */
const [steps, stepMinutes, stepSeconds] = [6, 10, 4]
/** Registrations of each step. */
const perStep = 10
/** Seconds after the end that pass by themselves; then the clocks are set ahead by these minutes, one after the other. */
const [patience, leaps] = [45, [1, 1, 1, 1, 1, 2, 3, 5, 10, 20]]
const leapSeconds = 6

type Injected = Pick<Emulator, 'injectFault'>
/** The external systems, and the seconds that healing took in the first edition. */
const systems: readonly [name: string, of: (scene: Scene) => readonly Injected[], before: string][] = [
  ['ON24', ({ on24 }) => [on24.na, on24.eu], '17 min'],
  ['Dataverse', ({ dataverse }) => [dataverse], '8 min'],
  ['Key Vault', ({ keyVault }) => [keyVault], 'not measured'],
  ['Storage', ({ storage }) => Object.values(storage.services), 'not measured'],
]

type Healing = { passed: number; ahead: number; healed: boolean }

/** Measures the time from the end of an outage of an hour until all is right; the systems fail side by side. */
export async function measureOutages(): Promise<Line[]> {
  let ahead = 0
  const parts: { name: string; before: string; scene: Scene; faulty: readonly Injected[] }[] = []
  for (const [name, of, before] of systems) {
    const scene = await startScene()
    parts.push({ name, before, scene, faulty: of(scene) })
  }
  const scenes = parts.map(({ scene }) => scene)
  const leap = async (minutes: number) => {
    ahead += minutes * minute
    shiftClock(minutes * minute)
    await Promise.all(scenes.map((scene) => scene.restart(ahead)))
  }
  const inject = (fault?: Fault) => {
    for (const { faulty } of parts) for (const system of faulty) system.injectFault(fault)
  }
  inject(unavailable)
  for (let step = 0; step < steps; step += 1) {
    for (const scene of scenes) scene.register(perStep)
    await setTimeout(stepSeconds * 1000)
    await leap(stepMinutes)
  }
  // Everything that came back with the last step has failed once more before the outage ends.
  await setTimeout(2 * stepSeconds * 1000)
  inject()

  const healings = await heal(scenes, leap)
  await Promise.all(scenes.map((scene) => scene.stop()))
  // The parts that follow begin with the real time.
  shiftClock(-ahead)
  return parts.flatMap(({ name, before }, at) => lines(name, before, healings[at]))
}

function unavailable() {
  return Response.json({ message: 'Service unavailable.' }, { status: 503 })
}

/** Waits until each scene is right, first by the real clock, then with all clocks set ahead. */
async function heal(scenes: readonly Scene[], leap: (minutes: number) => Promise<void>): Promise<Healing[]> {
  const begun = performance.now()
  const healings = scenes.map((): Healing => ({ passed: 0, ahead: 0, healed: false }))
  let ahead = 0
  async function watch(seconds: number) {
    const until = performance.now() + seconds * 1000
    do {
      for (const [at, scene] of scenes.entries()) {
        if (healings[at]?.healed || !scene.isRight()) continue
        healings[at] = { passed: (performance.now() - begun) / 1000, ahead, healed: true }
      }
      if (healings.every(({ healed }) => healed)) return
      await setTimeout(100)
    } while (performance.now() < until)
  }
  await watch(patience)
  for (const minutes of leaps) {
    if (healings.every(({ healed }) => healed)) break
    ahead += minutes * 60
    await leap(minutes)
    await watch(leapSeconds)
  }
  return healings
}

function lines(
  name: string,
  before: string,
  { passed, ahead, healed }: Healing = { passed: 0, ahead: 0, healed: false },
) {
  const seconds = healed ? passed + ahead : Number.POSITIVE_INFINITY
  return [
    figure(`From the end of an hour without ${name} until all is right, by the clock`, seconds, {
      ...{ unit: 's', atMost: 300, before },
    }),
    figure('  as it passed, the clock being set ahead', healed ? passed : Number.POSITIVE_INFINITY, { unit: 's' }),
  ]
}

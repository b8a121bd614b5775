import { setTimeout } from 'node:timers/promises'
import { throttle } from '@webinar-connector/dataverse-emulator/throttle'
import type { Line } from '../environment/print-table.ts'
import { register, type Webinar } from './account.ts'
import { figure } from './figure.ts'
import { inWorld, type World } from './world.ts'

const registrations = 150
/** Seconds after which the storm counts as endless. */
const longest = 240

/** Measures what it costs that Dataverse refuses one call in fifty and asks for a second each time. */
export async function measureStorm(): Promise<Line[]> {
  const limit = throttle({ oneIn: 50, seconds: 1 })
  const { calm, storm, askedSeconds } = await inWorld({ stepsOf: 'messages' }, async (world) => {
    const { webinar } = await world.account()
    await registerAll(world, webinar, 1)
    const calm = await registerAll(world, webinar, registrations)
    world.dataverse.injectFault(limit.fault)
    return { calm, storm: await registerAll(world, webinar, registrations), askedSeconds: limit.askedSeconds }
  })
  return [
    figure('150 registrations, Dataverse calm', calm, { unit: 's', before: '9 s' }),
    figure('  refusing one call in fifty for a second', storm, {
      ...{ unit: 's', atMost: Math.ceil(calm + askedSeconds), before: '135 s' },
    }),
    figure('    seconds that Dataverse asked for in all', askedSeconds, { unit: 's', before: '18 s' }),
  ]
}

/** Seconds until this many new registrations are registered on their rows. */
async function registerAll(world: World, webinar: Webinar, count: number) {
  const begun = performance.now()
  const rows = Array.from({ length: count }, () => register(world, webinar))
  const open = () => rows.filter((id) => !isRegistered(world, id)).length
  while (open() && performance.now() - begun < longest * 1000) await setTimeout(50)
  const seconds = open() ? Number.POSITIVE_INFINITY : (performance.now() - begun) / 1000
  await world.idle()
  return seconds
}

function isRegistered({ dataverse }: World, id: string) {
  return dataverse.row('msevtmgt_eventregistration', id)?.msevtmgt_registrationstatus === 'Registered at ON24'
}

import { setTimeout } from 'node:timers/promises'
import { throttle } from '@webinar-connector/dataverse-emulator/throttle'
import type { Line } from '../environment/print-table.ts'
import { register, type Webinar } from './account.ts'
import { figure } from './figure.ts'
import { inWorld, type World } from './world.ts'

/** So many arrive, so many a second: calls that wait for one another cost one, and too few would be left to refuse. */
const [registrations, perSecond] = [400, 20]
/** Of so many calls one is refused: more than in the storm that the first edition was measured in, of one in fifty. */
const oneIn = 10
/** Seconds after which the storm counts as endless. */
const longest = 240

/** Measures what it costs that Dataverse refuses one call in ten and asks for a second each time. */
export async function measureStorm(): Promise<Line[]> {
  const limit = throttle({ oneIn, seconds: 1 })
  const { calm, storm, refused, askedSeconds } = await inWorld({ stepsOf: 'messages' }, async (world) => {
    const { webinar } = await world.account()
    await registerAll(world, webinar, 1)
    const calm = await registerAll(world, webinar, registrations)
    world.dataverse.injectFault(limit.fault)
    const storm = await registerAll(world, webinar, registrations)
    const { refused, askedSeconds } = limit
    return { calm, storm, refused, askedSeconds }
  })
  return [
    figure('400 registrations at 20 a second, Dataverse calm', calm, { unit: 's', before: '9 s (for 150)' }),
    figure('  refusing one call in ten for a second', storm, {
      ...{ unit: 's', atMost: Math.ceil(calm + askedSeconds), before: '135 s (for 150, one in fifty)' },
    }),
    figure('    calls that were refused', refused, { atLeast: 5 }),
    figure('    seconds that Dataverse asked for in all', askedSeconds, { unit: 's', before: '18 s' }),
  ]
}

/** Seconds until this many new registrations, one after the other, are registered on their rows. */
async function registerAll(world: World, webinar: Webinar, count: number) {
  const begun = performance.now()
  const rows: string[] = []
  for (let at = 0; at < count; at += 1) {
    await setTimeout(Math.max(0, begun + (at * 1000) / perSecond - performance.now()))
    rows.push(register(world, webinar))
  }
  const open = () => rows.filter((id) => !isRegistered(world, id)).length
  while (open() && performance.now() - begun < longest * 1000) await setTimeout(50)
  const seconds = open() ? Number.POSITIVE_INFINITY : (performance.now() - begun) / 1000
  await world.idle()
  return seconds
}

function isRegistered({ dataverse }: World, id: string) {
  return dataverse.row('msevtmgt_eventregistration', id)?.msevtmgt_registrationstatus === 'Registered at ON24'
}

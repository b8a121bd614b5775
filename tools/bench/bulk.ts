import { fastPolling } from '../environment/fast-polling.ts'
import type { Line } from '../environment/print-table.ts'
import { addWebinar, registerMany } from './account.ts'
import { figure } from './figure.ts'
import { inWorld, type World } from './world.ts'

/** Enough to see a list read or a doubled call; ON24 takes a thousand calls a minute. */
const people = 300

/** Measures an event whose registrations all move to another webinar and are then all deleted. */
export function measureBulk(): Promise<Line[]> {
  return inWorld({ stepsOf: 'messages', env: fastPolling }, moveAndDelete)
}

async function moveAndDelete(world: World): Promise<Line[]> {
  const { dataverse } = world
  const { account, webinar } = await world.account()
  const next = addWebinar(world, account, 24)
  // A webinar that belongs to a row is no other row's.
  dataverse.remove('msevtmgt_event', next.id)
  const rows = await registerMany(world, [webinar], people)
  await world.idle()
  if (active(world, webinar.webinarId) !== people) throw new Error('Not everybody was registered.')

  const moved = await measure(world, 'moved to another webinar', webinar.webinarId, () =>
    dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(next.webinarId) }),
  )
  if (active(world, next.webinarId) !== people) throw new Error('Not everybody moved.')
  const deleted = await measure(world, 'deleted', next.webinarId, () => {
    for (const row of rows) dataverse.remove('msevtmgt_eventregistration', row)
  })
  return [...moved, ...deleted]
}

/** Calls of one bulk change to ON24, and registrants that it left in the webinar. */
async function measure(world: World, what: string, webinarId: number, change: () => void): Promise<Line[]> {
  const { calls } = world.on24.na
  const before = active(world, webinarId)
  calls.length = 0
  const begun = performance.now()
  change()
  await world.idle()
  const seconds = (performance.now() - begun) / 1000
  const cancels = calls.filter(
    ({ method, path }) => method === 'POST' && path.endsWith(`/event/${webinarId}/registrant`),
  )
  const lists = calls.filter(({ method, path }) => method === 'GET' && path.endsWith('/registrant'))
  return [
    figure(`ON24 list reads when ${people} are ${what}`, lists.length, { exactly: 0, before: 0 }),
    figure('  cancelled twice', Math.max(0, cancels.length - before), { exactly: 0, before: 0 }),
    figure('  left behind', active(world, webinarId), { exactly: 0, before: 0 }),
    figure('  seconds', seconds, { unit: 's' }),
  ]
}

function active({ on24 }: World, webinarId: number) {
  return on24.na.registrants(webinarId).filter(({ userstatus }) => userstatus === 'active').length
}

import { setTimeout } from 'node:timers/promises'
import type { Fault } from '@webinar-connector/emulator-server'
import { stall } from '@webinar-connector/emulator-server/stall'
import { clientOf } from '@webinar-connector/on24-emulator/client-of'
import type { Line } from '../environment/print-table.ts'
import { type Account, addWebinar, configure } from './account.ts'
import { figure } from './figure.ts'
import { memoryOf, smallInstance } from './memory.ts'
import { inWorld, type World } from './world.ts'

/** Accounts, of which some hang, and for each its webinars and their registrations. */
const [accounts, hanging, webinars, registrations] = [20, 3, 10, 500]
/** Seconds after which a sweep, and the reviews that it asks for, count as endless. */
const longest = 420

/** Measures a sweep over many webinars that are all as they should be, while some accounts do not answer. */
export async function measureSweep(): Promise<Line[]> {
  const { first, second, reviewed, peak } = await inWorld({ webhooks: false, env: smallInstance }, run)
  return [
    figure('Sweep of 200 webinars, 100,000 registrations, 3 of 20 accounts hang', first, {
      ...{ unit: 's', atMost: 300, before: 'up to 900 s' },
    }),
    figure('  the next one', second, { unit: 's', atMost: 300 }),
    figure('  webinars of the others reviewed after the first one', reviewed.count, { before: 25 }),
    figure('    within', reviewed.seconds, { unit: 's' }),
    peak === undefined
      ? { figure: '  memory', is: 'measured on Linux only' }
      : figure('  memory', peak, { unit: 'MB', atMost: 512, before: '367 MB' }),
  ]
}

/** Fills the accounts, lets some hang, and sweeps. */
async function run(world: World) {
  const added: Account[] = []
  for (let at = 0; at < accounts; at += 1) {
    added.push(await configure(world, world.host, { clientId: String(50_001 + at) }))
  }
  // In turn, so that no account's webinars come before all others'.
  for (let at = 0; at < webinars; at += 1) for (const account of added) fill(world, account)
  await world.idle()
  const unwell = added.slice(0, hanging)
  await makeUnwell(world, unwell)
  const clients = new Set(unwell.map(({ clientId }) => clientId))
  const silent: Fault = (request) => (clients.has(clientOf(request) ?? '') ? stall('headers, then silence') : undefined)
  world.on24.na.injectFault(silent)

  const memory = memoryOf(world.host.child)
  const first = await sweep(world)
  const reviewed = await reviews(world, clients)
  const second = await sweep(world)
  return { first, second, reviewed, peak: memory?.().peak }
}

/** A webinar whose registrations are all at ON24, as the first sweep finds them. */
function fill(world: World, account: Account) {
  const { dataverse, on24 } = world
  const { id, webinarId } = addWebinar(world, account, 72)
  for (let at = 0; at < registrations; at += 1) {
    const emailaddress1 = `ada${at}@example.test`
    const contact = dataverse.insert('contact', { firstname: 'Ada', lastname: String(at), emailaddress1 })
    const row = { msevtmgt_contactid: contact, msevtmgt_eventid: id, msevtmgt_syncedwithprovider: 100_000_002 }
    const exteventusercd = dataverse.insert('msevtmgt_eventregistration', row)
    on24.na.register(webinarId, { email: emailaddress1, exteventusercd, firstname: 'Ada', lastname: String(at) })
  }
}

/** Lets the connector find out that these accounts are refused, so that every sweep asks again. */
async function makeUnwell({ on24, host }: World, unwell: readonly Account[]) {
  on24.na.injectFault(() => Response.json({ message: 'The access token is deactivated.' }, { status: 401 }))
  for (const { configuration } of unwell) {
    const headers = { 'x-functions-key': host.keys.default }
    await fetch(`${host.url}/api/configurations/${configuration}/check`, { method: 'POST', headers })
  }
  on24.na.injectFault()
}

/** Seconds of one run of the timer. */
async function sweep({ host }: World) {
  const begun = performance.now()
  const run = host.run('sweep-timer').then(() => (performance.now() - begun) / 1000)
  return Promise.race([run, setTimeout(longest * 1000, Number.POSITIVE_INFINITY, { ref: false })])
}

/** Webinars whose registrants were read of accounts that answer, until no more are for a while. */
async function reviews({ on24 }: World, clients: ReadonlySet<string>) {
  const quiet = 15
  const begun = performance.now()
  let seen = { count: 0, at: begun }
  while (performance.now() - seen.at < quiet * 1000 && performance.now() - begun < longest * 1000) {
    const lists = on24.na.calls.filter(
      ({ method, path }) => method === 'GET' && path.endsWith('/registrant') && !clients.has(path.split('/')[3] ?? ''),
    )
    const count = new Set(lists.map(({ path }) => path)).size
    if (count > seen.count) seen = { count, at: performance.now() }
    await setTimeout(500)
  }
  return { count: seen.count, seconds: (seen.at - begun) / 1000 }
}

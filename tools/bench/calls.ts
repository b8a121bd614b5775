import { fastPolling } from '../environment/fast-polling.ts'
import type { Line } from '../environment/print-table.ts'
import { register, registerMany, type Webinar } from './account.ts'
import { figure } from './figure.ts'
import { countOperations, type Operations } from './operations.ts'
import { inWorld, type World } from './world.ts'

/** Single registrations, an import over accounts whose quotas do not hold it up, and changed contacts. */
const [singles, accounts, all, contacts] = [10, 10, 10_000, 1000]

/** Measures calls and storage operations per registration: alone, in an import, and for contacts who never registered. */
export async function measureCalls(): Promise<Line[]> {
  // Counts do not depend on how often an empty queue is polled.
  const env = fastPolling
  const withEcho = await inWorld({ stepsOf: 'messages', env }, alone)
  const { single, imported, changed } = await inWorld({ env }, async (world) => ({
    single: await alone(world),
    imported: await importPeople(world),
    changed: await changeContacts(world),
  }))
  return [
    figure('Dataverse calls of a registration alone', single.dataverse / singles, { atMost: 3, before: 3 }),
    figure('  with the echo of the own write', withEcho.dataverse / singles, { atMost: 4, before: 5 }),
    figure('  ON24 calls', single.on24 / singles, { atMost: 1, before: 1 }),
    figure('  table operations', single.table / singles, { before: 8 }),
    figure('  queue operations without polls', single.queue / singles, { before: 3 }),
    figure('Dataverse calls per registration, 10,000 of ten accounts', imported.dataverse / all, {
      ...{ atMost: 0.25, before: 3 },
    }),
    // Half of the first edition's.
    figure('  table operations', imported.table / all, { atMost: 4, before: 8 }),
    figure('  queue operations without polls', imported.queue / all, { before: 3 }),
    figure('Dataverse calls for 1,000 changed contacts who never registered', changed.dataverse, {
      ...{ atMost: 40, before: 2000 },
    }),
    figure('  table operations', changed.table, { atMost: 100, before: 1000 }),
  ]
}

/** Registers people one after the other; the first, which makes everything warm, does not count. */
async function alone(world: World): Promise<Operations> {
  const { webinar } = await world.account({ clientId: '40001' })
  register(world, webinar)
  await world.idle()
  return countOperations(world, async () => {
    for (let at = 0; at < singles; at += 1) {
      register(world, webinar)
      await world.idle()
    }
  })
}

async function importPeople(world: World): Promise<Operations> {
  const added: Webinar[] = []
  for (let at = 0; at < accounts; at += 1) {
    added.push((await world.account({ clientId: String(41_001 + at) })).webinar)
  }
  await world.idle()
  const operations = await countOperations(world, async () => {
    await registerMany(world, added, all)
    await world.idle()
  })
  const missing = added.filter(({ webinarId }) => world.on24.na.registrants(webinarId).length !== all / accounts)
  if (missing.length) throw new Error('Not everybody was registered.')
  return operations
}

async function changeContacts(world: World): Promise<Operations> {
  const ids = Array.from({ length: contacts }, (_, at) => world.dataverse.insert('contact', { lastname: String(at) }))
  await world.idle()
  return countOperations(world, async () => {
    for (const id of ids) world.dataverse.update('contact', id, { lastname: 'Byron' })
    await world.idle()
  })
}

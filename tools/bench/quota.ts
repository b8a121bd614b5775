import { setTimeout } from 'node:timers/promises'
import { minute } from '../../lib/core/time.ts'
import type { Line } from '../environment/print-table.ts'
import { registerMany } from './account.ts'
import { figure } from './figure.ts'
import { inWorld, type World } from './world.ts'

const postRegistrant = 'POST /client/{clientId}/event/{eventId}/registrant'
/** ON24's limit a minute, and the whole minutes that are looked at. */
const [limit, minutes] = [1000, 2]
/** More than the first minute, a part of one and the whole ones can take. */
const waiting = limit * (minutes + 2) + 300
/** Dataverse's limit a minute: 6,000 requests in five minutes. */
const dataverseLimit = 1200
const imported = 50_000

type Before = { fill: number; refused: number; calls: number; minutes: number }
const before: Record<number, Before> = {
  1: { fill: 96, refused: 0, calls: 3.17, minutes: 222 },
  3: { fill: 70, refused: 63, calls: 9.39, minutes: 234 },
  10: { fill: 72, refused: 227, calls: 10.29, minutes: 240 },
}

/** Measures how far an account's quota is filled while more registrations wait than it holds. */
export async function measureQuota(hosts: number): Promise<Line[]> {
  const { calls, taken, refused } = await inWorld({ hosts }, fill)
  const perRegistration = calls / taken
  const rate = Math.min(taken / minutes, dataverseLimit / perRegistration)
  const on = hosts === 1 ? '1 host' : `${hosts} hosts`
  const was = before[hosts]
  return [
    figure(`Quota of ON24 filled, ${on}`, (taken / (limit * minutes)) * 100, {
      ...{ unit: '%', atLeast: 95, before: `${was?.fill} %` },
    }),
    figure('  calls that ON24 refused', refused, { exactly: 0, before: was?.refused ?? '' }),
    figure('  Dataverse calls per registration', perRegistration, {
      ...{ atMost: hosts === 1 ? 0.25 : 0.7, before: was?.calls ?? '' },
    }),
    figure('  import of 50,000 at this rate and 1,200 Dataverse calls a minute', imported / rate, {
      ...{ unit: 'min', atMost: 55, before: `${was?.minutes} min` },
    }),
  ]
}

/** Lets more registrations wait than the quota holds, and counts what two whole minutes of the clock take. */
async function fill(world: World) {
  const { dataverse, on24 } = world
  dataverse.latency.call = 40
  const { account, webinar } = await world.account({ latency: 150 })
  await world.idle()
  const first = Date.now()
  await registerMany(world, [webinar], waiting)

  // The first minute's quota is spent at once, and nothing more for the rest of it.
  const begins = Math.ceil(Math.max(Date.now(), first + minute) / minute) * minute
  await setTimeout(begins - Date.now())
  dataverse.calls.length = 0
  await setTimeout(begins + minutes * minute - Date.now())
  const calls = dataverse.calls.length
  const use = on24.na.quotaUse(account.clientId, postRegistrant)
  const taken = use.filter((one) => one.begins >= begins).reduce((sum, one) => sum + one.taken, 0)
  const refused = use.reduce((sum, one) => sum + one.refused, 0)
  return { calls, taken, refused }
}

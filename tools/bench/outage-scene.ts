import { readFileSync } from 'node:fs'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { minute } from '../../lib/core/time.ts'
import { type Environment, startEnvironment } from '../environment/environment.ts'
import { subscribe } from '../environment/webhooks.ts'
import { addWebinar, configure, register, type Webinar } from './account.ts'

/** The app in an environment of its own, whose host is started anew whenever the clocks are set ahead. */
export type Scene = Pick<Environment, 'dataverse' | 'on24' | 'keyVault' | 'storage' | 'stop'> & {
  /** Registers people in CRM. */
  register(count: number): void
  /** True once ON24 has everybody and every row says so. */
  isRight(): boolean
  /** Starts the host anew with its clock this many milliseconds ahead, as ours is by now. */
  restart(ahead: number): Promise<void>
}

const sample = new URL('../../local.settings.sample.json', import.meta.url)
/** The timers run as they are deployed. */
const { METRICS_SCHEDULE, RECONCILE_SCHEDULE } = JSON.parse(readFileSync(sample, 'utf8')).Values
const [, sweepMinutes] = /\*\/(\d+)/.exec(RECONCILE_SCHEDULE) ?? []
const sweepTurn = () => Math.floor(Date.now() / (Number(sweepMinutes) * minute))

/** Starts a scene with one account and one webinar, days ahead. */
export async function startScene(): Promise<Scene> {
  const environment = await startEnvironment()
  const { dataverse, on24, keyVault, storage, stop } = environment
  const start = (clockShift: number) =>
    environment.startHost({ env: { METRICS_SCHEDULE, RECONCILE_SCHEDULE }, clockShift })
  let host: FunctionsHost = await start(0)
  let turn = sweepTurn()
  const webinar: Webinar = addWebinar(environment, await configure(environment, host), 120)
  // The first sweep finds out where to begin.
  await host.run('sweep-timer')
  // A webhook goes to the host that runs now.
  const receiver = {
    get url() {
      return host.url
    },
    get keys() {
      return host.keys
    },
  }
  subscribe(dataverse, receiver, { of: 'columns' })
  const rows: string[] = []
  const isRegistered = (id: string) =>
    dataverse.row('msevtmgt_eventregistration', id)?.msevtmgt_registrationstatus === 'Registered at ON24'
  return {
    ...{ dataverse, on24, keyVault, storage, stop },
    register(count) {
      for (let at = 0; at < count; at += 1) rows.push(register(environment, webinar))
    },
    isRight: () => on24.na.registrants(webinar.webinarId).length === rows.length && rows.every(isRegistered),
    async restart(ahead) {
      await host.stop()
      host = await start(ahead)
      // The sweep whose turn came while the clocks were set ahead runs late, as in Azure.
      if (sweepTurn() !== turn) void host.run('sweep-timer').catch(() => undefined)
      turn = sweepTurn()
    },
  }
}

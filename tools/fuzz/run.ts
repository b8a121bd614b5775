import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import * as fc from 'fast-check'
import pLimit from 'p-limit'
import { smallInstance } from '../bench/memory.ts'
import { startEnvironment } from '../environment/environment.ts'
import { fastPolling } from '../environment/fast-polling.ts'
import { call } from './call.ts'
import { findDoors } from './doors.ts'
import { type Fault, type Judged, judge } from './judge.ts'
import { createLedger } from './ledger.ts'
import { anyMessage } from './messages.ts'
import { openQueues } from './queues.ts'
import { anyRequest } from './requests.ts'
import { addWorld } from './world.ts'

type Options = { seed: number; requests: number; messages: number }

/** Requests and messages are sent in as many rounds, and memory is read after each. */
const rounds = 8

/** Sends generated requests to every route and generated messages to every queue, and looks at what becomes of each. */
export async function run({ seed, requests, messages }: Options, print: (line: string) => void) {
  const environment = await startEnvironment()
  try {
    const host = await environment.startHost({ env: { ...smallInstance, ...fastPolling, ...hurried } })
    const ledger = createLedger()
    host.onLog((record) => {
      ledger.read(record)
      if (host.logs.length > 1000) host.logs.splice(0, 500)
    })
    const { pid } = host.child
    const rows = await addWorld(environment, host)
    const token = environment.identity.entra.token({ roles: ['Administrator'] })
    const pass = { 'x-functions-key': host.keys.default, authorization: `Bearer ${token}` }
    const doors = await findDoors(host, pass)
    print(`${doors.length} doors and 3 queues; ${rows.length} rows are there.`)
    const queues = openQueues(environment.storage.connectionString)
    const ids = rows.map(({ id }) => id)
    const calls = fc.sample(anyRequest(doors, pass, ids), { seed, numRuns: requests })
    const entries = fc.sample(anyMessage(rows), { seed, numRuns: messages })

    const answers = new Map<Judged['by'], number>()
    const faults: { fault: Fault; what: string }[] = []
    let slowest = 0
    const memory: number[] = []
    const limit = pLimit(4 * availableParallelism())
    const ask = async (request: (typeof calls)[number]) => {
      const answer = await call(host.url, request)
      const { by, fault } = judge(request, answer)
      answers.set(by, (answers.get(by) ?? 0) + 1)
      slowest = Math.max(slowest, answer.seconds)
      const body = typeof request.body === 'string' ? request.body.slice(0, 200) : typeof request.body
      const what = `${request.method} ${request.path.slice(0, 200)} ${body}: ${answer.status} ${answer.text.slice(0, 300)}`
      if (fault) faults.push({ fault, what })
    }
    const put = async (entry: (typeof entries)[number]) => {
      ledger.note(entry)
      await queues.send(entry)
    }
    for (let round = 0; round < rounds; round++) {
      const part = <T>(all: T[]) => all.slice((all.length * round) / rounds, (all.length * (round + 1)) / rounds)
      await Promise.all([limit.map(part(calls), ask), limit.map(part(entries), put)])
      const resident = residentOf(pid)
      if (resident !== undefined) memory.push(resident)
      print(`  round ${round + 1} of ${rounds}: ${faults.length} faults, ${resident ?? '?'} MB`)
    }
    print('All is sent; what lies in the queues is worked on.')
    await queues.settle(ledger)
    // Entries that the host could not read lie in the poison queues until a sweep takes them up.
    await host.run('sweep-timer')
    const unread = (await queues.settle(ledger)) + (await queues.poisoned())
    const health = await call(host.url, { method: 'GET', path: '/api/health', headers: {} })
    const crashes = host.child.pid === pid && host.child.exitCode === null && health.status === 200 ? 0 : 1
    const { outcomes, unexpected } = ledger
    const waiting = ledger.waiting()
    return {
      doors,
      answers,
      faults,
      slowest,
      memory,
      crashes,
      unread,
      waiting,
      lost: ledger.lost(),
      outcomes,
      unexpected,
    }
  } finally {
    await environment.stop()
  }
}

/** The host repeats an unexpected error five times; a fuzz need not wait half a minute for each. */
const hurried = { AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00.2' }

/** Resident memory of a process in megabytes; undefined where there is no /proc. */
function residentOf(pid: number | undefined) {
  const status = `/proc/${pid}/status`
  if (!existsSync(status)) return undefined
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1]) / 1024)
}

import type { LogRecord } from '@webinar-connector/functions-emulator/protocol'
import { type QueueName, readMessage } from '../../lib/stores/queues.ts'
import type { FuzzMessage } from './messages.ts'

type Report = { queue: QueueName; work?: string; table?: string; id?: string; correlation?: string }

export type Ledger = ReturnType<typeof createLedger>

/** Follows every message of the fuzz from its queue to its end, by what the app reports. */
export function createLedger() {
  const sent = new Map<string, number>()
  const ended = new Map<string, number>()
  const waiting: { key: string; until: number }[] = []
  const outcomes = new Map<string, number>()
  const unexpected: string[] = []

  return {
    /** Reports so far by outcome. */
    outcomes,
    /** Invocations that failed with an error that nobody foresaw. */
    unexpected,
    note({ queue, text }: FuzzMessage) {
      add(sent, keyOf(queue, text))
    },
    read({ level, category, time, functionName, message }: LogRecord) {
      if (category === 'Host.Queues') add(outcomes, 'call to a queue failed')
      if (category === 'Host.Results' && level === 'error') unexpected.push(`${functionName}: ${message.slice(0, 500)}`)
      if (!message.startsWith('{"event":"connector.')) return
      const { event, outcome, why, wait, kind, ...facts } = JSON.parse(message)
      if (event === 'connector.failure' && kind === 'unreadable') {
        add(outcomes, 'unreadable')
        add(ended, unreadable)
      }
      if (event !== 'connector.message') return
      add(outcomes, ['comes back', 'refused', 'gave_up', 'left to the timer'].includes(outcome) ? outcome : 'done')
      if (outcome !== 'comes back') return add(ended, reportKey(facts))
      // A lost race is over in a moment.
      if (why !== 'conflict') waiting.push({ key: reportKey(facts), until: Date.parse(time) + wait * 1000 })
    },
    /** How many lie in a queue until their time has come, which the app said of each. */
    waiting: () => waiting.filter(({ until }) => until > Date.now() + 500).length,
    /** Messages of which nothing is known: neither an end, nor that they wait. */
    lost() {
      const left = new Map(ended)
      for (const { key, until } of waiting) if (until > Date.now() - 1000) add(left, key)
      return [...sent].flatMap(([key, count]) => ((left.get(key) ?? 0) < count ? [key] : []))
    },
  }
}

const unreadable = 'unreadable'

/** The message as the app reads it; what it cannot read has to end as a failure without a row. */
function keyOf(queue: QueueName, text: string) {
  const message = readMessage(jsonOf(Buffer.from(text, 'base64').toString()))
  return message ? reportKey({ queue, ...message } as Report) : unreadable
}

function reportKey({ queue, work, table, id, correlation }: Report) {
  return [queue, work, table, id, correlation].join(' ')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function add(counts: Map<string, number>, key: string) {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

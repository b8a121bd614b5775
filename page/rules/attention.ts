import type { Account, Refusal, Subject, Webinar, WebinarLedger } from '../model.ts'
import { isOver } from './periods.ts'

/** A thing that needs somebody. */
export type Need =
  | { kind: 'account'; subject: Subject; sentence: string; rank: number; time: number }
  | {
      kind: 'webinar'
      subject: Subject
      sentence: string
      ledger: WebinarLedger | undefined
      startsOn: string
      rank: number
      time: number
    }
  | { kind: 'registration'; subject: Subject; sentence: string; webinar: string; rank: number; time: number }

/** From the worst on: an account stops all of its webinars, a webinar all of its registrations; what is over comes last. */
const ranks = { account: 0, webinar: 1, refused: 2, waiting: 3, past: 4 }

/**
 * All that needs somebody, worst first; of the same kind, what is due first comes first.
 * @param now by it a webinar is over or not
 */
export function needs(
  found: {
    accounts: readonly Account[]
    webinars: readonly Webinar[]
    ledgers: readonly WebinarLedger[]
    refusals: readonly Refusal[]
  },
  now: Date,
): Need[] {
  const ledgers = new Map(found.ledgers.map((ledger) => [ledger.subject.id, ledger]))
  const named = new Set(found.webinars.map(({ id }) => id))
  const others = found.ledgers.filter(({ subject, needsAttention }) => needsAttention && !named.has(subject.id))
  const stopped = found.accounts.filter(({ health, authorized }) => isStopped(health) || authorized === 'expired')
  const all: Need[] = [
    ...stopped.map(
      (subject): Need => ({ kind: 'account', subject, sentence: subject.message, rank: ranks.account, time: 0 }),
    ),
    ...found.webinars.map((webinar) => ofWebinar(webinar, ledgers.get(webinar.id), now)),
    ...others.map((ledger) => ofLedger(ledger, now)),
    ...found.refusals.map((refusal) => ofRefusal(refusal, now)),
  ]
  return all.toSorted((one, other) => one.rank - other.rank || one.time - other.time)
}

function isStopped(health: Account['health']) {
  return health === 'not authenticated' || health === 'forbidden'
}

function ofWebinar(
  subject: Omit<Webinar, 'status' | 'webinarId' | 'account'>,
  ledger: WebinarLedger | undefined,
  now: Date,
): Need {
  const past = isOver(subject, ledger, now)
  const { startsOn, reason: sentence } = subject
  const rank = past ? ranks.past : ranks.webinar
  return { kind: 'webinar', subject, sentence, ledger, startsOn, rank, time: order(startsOn, past) }
}

/** A webinar whose row is well, but not what became of its registrations. */
function ofLedger(ledger: WebinarLedger, now: Date): Need {
  const startsOn = ledger.startsOn?.toISOString() ?? ''
  return ofWebinar({ ...ledger.subject, startsOn, endsOn: startsOn, reason: '' }, ledger, now)
}

function ofRefusal(subject: Refusal, now: Date): Need {
  const past = isOver({ endsOn: subject.webinarEndsOn }, undefined, now)
  const rank = past ? ranks.past : subject.isFinal ? ranks.refused : ranks.waiting
  const { sentence, webinar, webinarEndsOn } = subject
  return { kind: 'registration', subject, sentence, webinar, rank, time: order(webinarEndsOn, past) }
}

/** Of what lies ahead the next comes first, of what is over the last. */
function order(time: string, past: boolean) {
  const at = Date.parse(time) || 0
  return past ? -at : at
}

import { expect, test } from 'vitest'
import type { Account, Refusal, Webinar, WebinarLedger } from '../../page/model.ts'
import { needs } from '../../page/rules/attention.ts'

const now = new Date('2026-11-26T12:00:00Z')

function account(name: string, health: Account['health']): Account {
  const rest = {
    clientId: '1',
    authorized: 'yes',
    message: `${name} says`,
    metricsOn: undefined,
    hasSecrets: false,
  } as const
  return { table: 'msevtmgt_webinarconfiguration', id: name, name, health, ...rest }
}

function webinar(name: string, day: string): Webinar {
  const [startsOn, endsOn] = [`2026-${day}T10:00:00Z`, `2026-${day}T11:00:00Z`]
  return {
    table: 'msevtmgt_event',
    id: name,
    name,
    startsOn,
    endsOn,
    status: 'Needs attention',
    reason: '',
    webinarId: '',
    account: '',
  }
}

function refusal(name: string, day: string, isFinal: boolean): Refusal {
  const about = { webinar: 'Spring demo', webinarEndsOn: `2026-${day}T11:00:00Z` }
  return { table: 'msevtmgt_eventregistration', id: name, name, sentence: '', isFinal, createdOn: now, ...about }
}

function ledger(of: string, startsOn: string, values: Partial<WebinarLedger> = {}): WebinarLedger {
  const times = { startsOn: new Date(startsOn), endsOn: new Date(Date.parse(startsOn) + 3_600_000) }
  const none = { waitingSince: undefined, reviewedOn: undefined, pulledOn: undefined, refusals: '' }
  const counts = { due: 9, sent: 9, waiting: 0, refused: 0, attendees: 0, matched: 0, unmatched: 0, minutes: 0 }
  const subject = { table: 'msevtmgt_event', id: of, name: of } as const
  return { subject, ...times, ...none, ...counts, needsAttention: true, ...values }
}

const nothing = { accounts: [], webinars: [], ledgers: [], refusals: [] }
const names = (found: Partial<typeof nothing> | object) =>
  needs({ ...nothing, ...found }, now).map(({ subject }) => subject.name)

test('an account that is stopped comes before webinars, and those before registrations', () => {
  expect(
    names({
      refusals: [refusal('waiting', '12-01', false), refusal('refused', '12-01', true)],
      webinars: [webinar('webinar', '12-01')],
      accounts: [account('stopped', 'forbidden')],
    }),
  ).toEqual(['stopped', 'webinar', 'refused', 'waiting'])
})

test('an account that works, is out of service or was never used needs nobody', () => {
  const accounts = (['healthy', 'unhealthy', 'unknown'] as const).map((health) => account(health, health))
  expect(names({ accounts })).toEqual([])
})

test('what begins next comes first', () => {
  expect(names({ webinars: [webinar('later', '12-24'), webinar('next', '11-27')] })).toEqual(['next', 'later'])
})

test('what is over comes last, the newest of it first', () => {
  const webinars = [webinar('long over', '10-01'), webinar('over', '11-01'), webinar('ahead', '12-01')]
  const refusals = [refusal('of one ahead', '12-01', true), refusal('of one that is over', '11-20', true)]
  expect(names({ webinars, refusals })).toEqual(['ahead', 'of one ahead', 'of one that is over', 'over', 'long over'])
})

test('a webinar whose row is well needs somebody where the ledger says so', () => {
  const [need] = needs({ ...nothing, ledgers: [ledger('Spring demo', '2026-11-27T10:00:00Z', { waiting: 3 })] }, now)
  expect(need).toMatchObject({ kind: 'webinar', subject: { table: 'msevtmgt_event', id: 'Spring demo' }, sentence: '' })
})

test('a webinar that both its row and the ledger name stands there once', () => {
  const found = {
    webinars: [webinar('Spring demo', '11-27')],
    ledgers: [ledger('Spring demo', '2026-11-27T10:00:00Z')],
  }
  expect(names(found)).toEqual(['Spring demo'])
})

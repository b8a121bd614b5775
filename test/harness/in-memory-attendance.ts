import type { Table } from '../../lib/core/table.ts'
import { defaultSettings } from '../../lib/model/account-settings.ts'
import type { CheckIn, OwnedCheckIn } from '../../lib/model/crm.ts'
import type { WebinarAccount } from '../../lib/model/provider.ts'
import type { Attendance, ProviderRegistrant } from '../../lib/model/webinar.ts'
import type { Crm, Services } from '../../lib/services.ts'
import { createAttendanceStore } from '../../lib/stores/attendance.ts'
import { anAttendance, aRegistrationKey, aWebinarRow } from './builders.ts'

/** An event that ended two hours ago, whose attendees are all registered in CRM; CRM and the provider are in memory. */
export function inMemoryAttendance(table: Table, attendees: number) {
  const clock = { now: new Date('2026-05-12T18:00:00Z') }
  const webinar = aWebinarRow({ configuration: 'account', end: '2026-05-12T16:00:00' })
  const registrations = Array.from({ length: attendees }, (_, at) =>
    aRegistrationKey({ id: `registration ${at}`, email: `person${at}@example.test` }),
  )
  const attendances = registrations.map(({ id, email }, at) =>
    anAttendance({ providerId: String(700 + at), email, registrationId: id }),
  )
  const registrants = attendances.map(
    ({ providerId, email, registrationId }): ProviderRegistrant => ({
      ...{ providerId, email, registrationId, state: 'approved' },
    }),
  )
  const checkIns = new Map<string, CheckIn>()
  /** Calls to CRM, to the provider and the rows that were written, in their order. */
  const calls: string[] = []
  const written: string[] = []
  /** Messages that were sent. */
  const sent: object[] = []
  let open = 0
  const hooks = {
    /** Holds a write up, or fails it before a row is written. */
    write: async (_rows: readonly OwnedCheckIn[]): Promise<unknown> => undefined,
  }

  async function* list<Row>(name: string, rows: Iterable<Row>): AsyncGenerator<Row> {
    calls.push(name)
    open += 1
    try {
      yield* rows
    } finally {
      open -= 1
    }
  }
  const account: Pick<
    WebinarAccount,
    'title' | 'capabilities' | 'lags' | 'registrants' | 'attendances' | 'changedSince'
  > = {
    title: 'ON24',
    capabilities: { changesFacts: true, movesAfterStart: true, carriesRegistrationId: true, onDemand: true },
    lags: { list: 0, attendance: 0 },
    registrants: () => list('registrants', registrants),
    attendances: (): AsyncGenerator<Attendance> => list('attendances', attendances),
    changedSince: () => list('news', []),
  }
  const crm: Pick<
    Crm,
    | 'webinar'
    | 'webinarsBegun'
    | 'registrationKeys'
    | 'checkInsOf'
    | 'webinarOwner'
    | 'writeCheckIns'
    | 'keepsAttendees'
    | 'accountSettingsNow'
    | 'writeConfiguration'
  > = {
    async webinar() {
      calls.push('webinar')
      return webinar
    },
    webinarsBegun: () => list('webinars', [webinar]),
    registrationKeys: () => list('registrations', registrations),
    checkInsOf: () => list('check-ins', [...checkIns.values()]),
    webinarOwner: async () => undefined,
    keepsAttendees: async () => false,

    accountSettingsNow: async () => defaultSettings,
    async writeCheckIns(rows) {
      calls.push(open > 0 ? 'write beside an open list' : 'write')
      await hooks.write(rows)
      for (const row of rows) {
        const { owner: _owner, ...checkIn } = row
        checkIns.set(row.id, checkIn)
        written.push(row.id)
      }
    },
    async writeConfiguration() {
      calls.push('configuration')
      return ''
    },
  }
  const attendanceStore = createAttendanceStore(table)
  const health = { status: 'healthy' }
  const services = {
    crm,
    attendanceStore,
    accountFor: async () => account,
    ownerOf: async () => undefined,
    credentialStore: {
      note: async () => undefined,
      configurations: async () => [{ id: 'account', health, lastUsed: clock.now }],
    },
    providers: new Map(),
    statusStore: { written: async () => undefined, noteVersion: async () => undefined },
    queues: {
      send: async (_queue: string, messages: Iterable<object>) => {
        sent.push(...messages)
      },
    },
    reportHealth: async () => undefined,
    markCounted: async () => undefined,
    timeZoneOfCode: async () => 'Etc/UTC',
    now: () => clock.now,
  } as unknown as Services

  return {
    ...{ services, attendanceStore, webinar, clock, registrations, attendances, registrants, checkIns },
    ...{ calls, written, sent, hooks },
    row: { table: webinar.table, id: webinar.id },
    pull: () => attendanceStore.pull(webinar.kind, webinar.id),
  }
}

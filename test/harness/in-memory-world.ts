import * as v from 'valibot'
import { ConflictError, NotFoundError } from '../../lib/core/errors.ts'
import type { Columns, Stored, Table } from '../../lib/core/table.ts'
import { createRegistrantCipher } from '../../lib/credentials/registrant-cipher.ts'
import type { Registration, WebinarRow } from '../../lib/model/crm.ts'
import type { WebinarAccount } from '../../lib/model/provider.ts'
import type { ShownStatus } from '../../lib/model/status.ts'
import type { ProviderRegistrant, Registrant } from '../../lib/model/webinar.ts'
import type { Crm, Services } from '../../lib/services.ts'
import type { RowReference } from '../../lib/stores/queues.ts'
import { createRegistrationStore } from '../../lib/stores/registrations.ts'
import { createStatusStore } from '../../lib/stores/statuses.ts'

/** Waits for a turn: every call to a neighbour takes one on its way there, and one on its way back. */
export type Turn = () => Promise<unknown>

export type Listed = ProviderRegistrant & Pick<Registrant, 'jobTitle'>
type Row = { id: string; cancelled: boolean; outcome: ShownStatus; version: number }

const webinar: WebinarRow = {
  ...{ kind: 'event', table: 'event', id: 'event', online: true, configuration: 'account', webinarId: '1' },
  ...{ cancelled: false, end: undefined, eventId: 'event', timeZoneCode: undefined },
}
const now = new Date('2026-05-12T16:00:00Z')
const untouched: ShownStatus = { synced: false, state: 'pending', text: '', providerId: undefined }

/** One person, one webinar: CRM, a provider and the app's memory, small enough to see through. */
export function smallWorld(turn: Turn) {
  const contact = { email: 'ada@example.test', jobTitle: 'Engineer' }
  const rows = new Map<string, Row>()
  const listed = new Map<string, Listed>()
  const heard: ((id: string) => void)[] = []
  const call = async <T>(work: () => T): Promise<T> => {
    await turn()
    const result = work()
    await turn()
    return result
  }
  const shown = ({ id, cancelled, outcome, version }: Row): Registration => ({
    ...{ kind: 'event', id, active: !cancelled, createdOn: new Date(0), etag: String(version), outcome },
    contact: { ...contact, firstName: 'Ada', lastName: 'Byron', company: '' },
  })
  const change = (id: string, news: Partial<Row>) => {
    const row = rows.get(id)
    if (row) rows.set(id, { ...row, ...news, version: row.version + 1 })
    for (const listener of heard) listener(id)
  }

  const account: Pick<WebinarAccount, 'title' | 'validateRegistrant' | 'register' | 'cancel'> = {
    title: 'ON24',
    validateRegistrant: () => undefined,
    register: (_, { registrationId, email, jobTitle }) =>
      call(() => {
        const providerId = listed.get(email)?.providerId ?? String(listed.size)
        listed.set(email, { providerId, email, registrationId, jobTitle, state: 'approved' })
        return { providerId }
      }),
    cancel: (_, { email }) =>
      call(() => {
        const there = listed.get(email)
        const isFound = there !== undefined && there.state !== 'gone'
        if (there) there.state = 'gone'
        return isFound
      }),
  }
  const crm: Pick<Crm, 'registration' | 'registrationsByEmail' | 'registrationTableOf' | 'writeOutcome'> = {
    registration: ({ id }) =>
      call(() => {
        const row = rows.get(id)
        return row && { registration: shown(row), webinar }
      }),
    registrationTableOf: () => 'msevtmgt_eventregistration',
    registrationsByEmail: (_kind, _row, email) =>
      call(() =>
        email === contact.email ? [...rows.values()].map((row) => ({ registration: shown(row), webinar })) : [],
      ),
    writeOutcome: (_kind, id, outcome, etag) =>
      call(() => {
        const row = rows.get(id)
        if (!row) throw new NotFoundError({ code: 'row_gone' })
        if (etag !== String(row.version)) throw new ConflictError('The row was changed in between.')
        change(id, { outcome: { ...outcome, providerId: outcome.providerId ?? row.outcome.providerId } })
        return String(row.version + 1)
      }),
  }
  const services = {
    crm: crm as Crm,
    registrationStore: createRegistrationStore(smallTable(call), smallTable(call), () => now),
    statusStore: createStatusStore(smallTable(call)),
    language: async () => 'en',
    queues: {
      send: async (_queue: string, messages: Iterable<RowReference>) => {
        for (const { id } of messages) for (const listener of heard) listener(id)
      },
    },
    accountFor: async () => account as WebinarAccount,
    registrantCipherFor: async () => createRegistrantCipher('account', new Uint8Array(32)),
    listedRegistrants: () => {
      throw new Error('Nobody should list.')
    },
    termsAccepted: async () => true,
    reportHealth: async () => undefined,
    now: () => now,
  } as unknown as Services

  return {
    ...{ services, contact, rows, listed },
    /** Tells of every change of a row, as a webhook does. */
    onChange: (listener: (id: string) => void) => void heard.push(listener),
    create: (id: string) => {
      rows.set(id, { id, cancelled: false, outcome: untouched, version: 0 })
      change(id, {})
    },
    cancel: (id: string) => change(id, { cancelled: true }),
    restore: (id: string) => change(id, { cancelled: false }),
    remove: (id: string) => {
      rows.delete(id)
      change(id, {})
    },
    /** The contact changes, which is a hint for every registration. */
    become: (news: Partial<typeof contact>) => {
      Object.assign(contact, news)
      for (const id of rows.keys()) for (const listener of heard) listener(id)
    },
  }
}

/** Table Storage with its rule: a write over a version that is no more is a conflict. */
function smallTable(call: <T>(work: () => T) => Promise<T>): Table {
  const kept = new Map<string, Stored<Columns>>()
  let version = 0
  const write = (partition: string, row: string, values: Columns) => {
    version += 1
    kept.set(`${partition} ${row}`, { ...values, partition, row, etag: String(version) } as Stored<Columns>)
    return String(version)
  }
  return {
    get: (schema, partition, row) =>
      call(() => {
        const there = kept.get(`${partition} ${row}`)
        return there && { ...v.parse(schema, there), partition, row, etag: there.etag }
      }),
    // biome-ignore lint/correctness/useYield: nothing here asks for lists
    async *list() {
      throw new Error('Nobody should list.')
    },
    put: (partition, row, values, etag) =>
      call(() => {
        const there = kept.get(`${partition} ${row}`)
        if (etag !== undefined && (there?.etag ?? 'new') !== etag) throw new ConflictError('Changed in between.')
        return write(partition, row, values)
      }),
    merge: (partition, row, values, etag) =>
      call(() => {
        const there = kept.get(`${partition} ${row}`)
        if (!there || (etag !== undefined && there.etag !== etag)) return false
        write(partition, row, { ...there, ...values })
        return true
      }),
    remove: (partition, row, etag) =>
      call(() => {
        const there = kept.get(`${partition} ${row}`)
        return (etag === undefined || there?.etag === etag) && kept.delete(`${partition} ${row}`)
      }),
  }
}

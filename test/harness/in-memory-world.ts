import { ConflictError, NotFoundError } from '../../lib/core/errors.ts'
import { createRegistrantCipher } from '../../lib/credentials/registrant-cipher.ts'
import { defaultSettings } from '../../lib/model/account-settings.ts'
import type { WebinarPlace } from '../../lib/model/crm.ts'
import type { WebinarAccount } from '../../lib/model/provider.ts'
import type { ShownStatus } from '../../lib/model/status.ts'
import type { ProviderRegistrant, Registrant } from '../../lib/model/webinar.ts'
import type { Crm, Services } from '../../lib/services.ts'
import { createRegistrationStore } from '../../lib/stores/registrations.ts'
import { createStatusStore } from '../../lib/stores/statuses.ts'
import { aContact, aRegistration, aWebinarRow, nothingMapped } from './builders.ts'
import { type Call, type CallName, inMemoryTable } from './in-memory-table.ts'

export type { CallName } from './in-memory-table.ts'

/** Waits for a turn, on the way to an external system or back. */
export type Turn = (call: CallName, way: 'there' | 'back') => Promise<unknown>
export type Listed = ProviderRegistrant & Pick<Registrant, 'jobTitle'>
export type ContactName = 'ada' | 'augusta'
type Row = {
  id: string
  contact: ContactName
  cancelled: boolean
  outcome: ShownStatus
  version: number
  /** The event that it is for. */
  webinarRow: string
}

const now = new Date('2026-05-12T16:00:00Z')
const untouched: ShownStatus = { synced: false, state: 'pending', text: '', providerId: undefined }

/** Two people, one event in CRM and a copy of it, two webinars at a provider, and the app's stores, all in memory. */
export function inMemoryWorld() {
  const contacts = {
    ada: { email: 'ada@example.test', jobTitle: 'Engineer' },
    augusta: { email: 'augusta@example.test', jobTitle: 'Countess' },
  }
  const event = { id: 'e', webinarId: '1', cancelled: false }
  /** An event that names the webinar of the first one, until it has another. */
  const copy = { ...event, id: 'copy' }
  const rows = new Map<string, Row>()
  const listed = new Map<string, Listed>()
  const listeners: ((id: string) => void)[] = []
  const shown = ({ id, contact, cancelled, outcome, version, webinarRow }: Row) => {
    const standing = cancelled ? 'cancelled' : 'registered'
    const about = { contact: aContact(contacts[contact]), etag: String(version) }
    return {
      webinar: aWebinarRow({ table: 'event', configuration: 'account', ...(webinarRow === copy.id ? copy : event) }),
      registration: aRegistration({ id, standing, outcome, ...about }),
    }
  }
  /** Tells of a change of a row, as a webhook does. */
  const notify = (id: string) => {
    for (const listener of listeners) listener(id)
  }
  const change = (id: string, values: Partial<Row>) => {
    const row = rows.get(id)
    if (row) rows.set(id, { ...row, ...values, version: row.version + 1 })
    notify(id)
  }

  const [records, registrants, statuses] = [inMemoryTable('record'), inMemoryTable('state'), inMemoryTable('record')]

  /** The services of one worker. Each call to an external system waits for a turn on its way there and on its way back. */
  function connect(turn: Turn): Services {
    const call: Call = async (name, work) => {
      await turn(name, 'there')
      const result = work()
      await turn(name, 'back')
      return result
    }
    const account: Pick<
      WebinarAccount,
      | ('readWebinarId' | 'title' | 'validateRegistrant' | 'register' | 'cancel')
      | ('ensureReachable' | 'acquireRegistrantQuota' | 'ensureRegistrantQuota')
    > = {
      ensureReachable: async () => {},
      acquireRegistrantQuota: async () => {},
      ensureRegistrantQuota: async () => {},
      title: 'ON24',
      readWebinarId: (typed) => typed,
      validateRegistrant: () => undefined,
      // As at ON24, somebody who was cancelled is brought back only by a call that says so.
      register: (webinarId, { registrationId, email, jobTitle }, before) =>
        call('provider', () => {
          const there = listed.get(`${webinarId} ${email}`)
          const restores = before === 'cancelled' || before === 'unknown'
          const state = there?.state === 'gone' && !restores ? 'gone' : 'approved'
          const providerId = there?.providerId ?? String(listed.size)
          listed.set(`${webinarId} ${email}`, { providerId, email, registrationId, jobTitle, state })
          return { providerId }
        }),
      cancel: (webinarId, { email }) =>
        call('provider', () => {
          const there = listed.get(`${webinarId} ${email}`)
          const isFound = there !== undefined && there.state !== 'gone'
          if (there) there.state = 'gone'
          return isFound
        }),
    }
    const crm: Pick<
      Crm,
      | ('registration' | 'registrationsByEmail' | 'registrationTableOf' | 'webinarTableOf')
      | ('writeOutcome' | 'hasLedger' | 'accountSettings')
    > = {
      registration: ({ id }) =>
        call('row', () => {
          const row = rows.get(id)
          return row && shown(row)
        }),
      registrationTableOf: () => 'msevtmgt_eventregistration',
      webinarTableOf: () => 'msevtmgt_event',
      hasLedger: async () => false,
      accountSettings: async () => defaultSettings,
      registrationsByEmail: (_kind, webinarRow, email, id) =>
        call('siblings', () =>
          [...rows.values()]
            .filter((row) => row.webinarRow === webinarRow)
            .filter((row) => contacts[row.contact].email === email || row.id === id)
            .map(shown),
        ),
      writeOutcome: (_kind, id, outcome, etag) =>
        call('status', () => {
          const row = rows.get(id)
          if (!row) throw new NotFoundError({ code: 'row_gone' })
          if (etag !== String(row.version)) throw new ConflictError('The row was changed in between.')
          change(id, { outcome: { ...outcome, providerId: outcome.providerId ?? row.outcome.providerId } })
          return String(row.version + 1)
        }),
    }
    const ownerOf = async ({ webinarId }: WebinarPlace) => {
      const owner = [event, copy].find((one) => one.webinarId === webinarId)
      return owner && { kind: 'event' as const, table: 'event', id: owner.id }
    }
    const cipher = createRegistrantCipher('account', new Uint8Array(32))
    return {
      crm: crm as Crm,
      registrationStore: createRegistrationStore(records(call), registrants(call), () => now),
      // The last written status only decides whether it is written again, so it waits for no turn.
      statusStore: createStatusStore(statuses(async (_name, work) => work())),
      refusalStore: { note: async () => undefined },
      language: async () => 'en',
      queues: {
        send: async (_queue: string, messages: Iterable<{ id: string }>) => {
          for (const { id } of messages) notify(id)
        },
      },
      accountFor: async () => account as WebinarAccount,
      registrantCipherFor: async () => cipher,
      // The connector registered everybody itself, so what the list says makes no difference.
      listedRegistrants: async () => ({ byProviderId: new Map(), byRegistrationId: new Map() }),
      ownerOf,
      recentOwnerOf: ownerOf,
      termsAccepted: async () => true,
      mappingOf: async () => nothingMapped,
      reportHealth: async () => undefined,
      markCounted: async () => undefined,
      now: () => now,
    } as unknown as Services
  }

  return {
    connect,
    contacts,
    event,
    copy,
    rows,
    listed,
    notify,
    onChange: (listener: (id: string) => void) => void listeners.push(listener),
    create: (id: string, contact: ContactName, webinarRow = event.id) => {
      rows.set(id, { id, contact, cancelled: false, outcome: untouched, version: 0, webinarRow })
      change(id, {})
    },
    cancel: (id: string) => change(id, { cancelled: true }),
    restore: (id: string) => change(id, { cancelled: false }),
    remove: (id: string) => {
      rows.delete(id)
      notify(id)
    },
    /** Changes a contact, of which each of their registrations hears. */
    changeContact: (name: ContactName, values: Partial<(typeof contacts)['ada']>) => {
      Object.assign(contacts[name], values)
      for (const { id, contact } of [...rows.values()]) if (contact === name) notify(id)
    },
    /** Changes the event, of which all registrations hear. */
    changeEvent: (values: Partial<typeof event>) => {
      Object.assign(event, values)
      for (const id of [...rows.keys()]) notify(id)
    },
  }
}

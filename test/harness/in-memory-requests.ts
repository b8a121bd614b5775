import { randomUUID } from 'node:crypto'
import { ConflictError, NotFoundError } from '../../lib/core/errors.ts'
import { recordFailure, recordSuccess } from '../../lib/flows/operations/record-outcome.ts'
import { carryOut } from '../../lib/flows/requests/carry-out.ts'
import type { Language } from '../../lib/messages/message.ts'
import { defaultSettings } from '../../lib/model/account-settings.ts'
import type { RequestPatch, RequestRow, RequestSubject } from '../../lib/model/request.ts'
import type { Services } from '../../lib/services.ts'
import { createAuditTrail } from '../../lib/stores/audit-trail.ts'
import { createCursors } from '../../lib/stores/cursors.ts'
import { createFailureStore } from '../../lib/stores/failures.ts'
import type { Message, QueueName } from '../../lib/stores/queues.ts'
import { createRequestStore } from '../../lib/stores/requests.ts'
import { createRunStore } from '../../lib/stores/runs.ts'
import { aConfigurationRow, aWebinarRow } from './builders.ts'
import type { freshStorage } from './fresh-storage.ts'

type Row = RequestRow & { answer: string; ended: 'done' | 'failed' | undefined }
type Sent = { queue: QueueName; message: Message; wait: number }

export const event: RequestSubject = { kind: 'event', table: 'msevtmgt_event', id: randomUUID(), title: 'Spring demo' }
export const configuration: RequestSubject = {
  ...{ kind: 'configuration', table: 'msevtmgt_webinarconfiguration', id: randomUUID(), title: undefined },
}

/** Requests in Dynamics, one event with registrations, one account, and the app's own tables. */
export function inMemoryRequests({ newTable }: ReturnType<typeof freshStorage>) {
  const requests = new Map<string, Row>()
  const sent: Sent[] = []
  const world = {
    at: Date.now(),
    language: 'en' as Language,
    registrations: [] as string[],
    typesRead: 0,
    /** Types of the account. */
    types: async () => [{ value: 'fav', name: 'Video' }],
    requests,
    order(facts: Partial<RequestRow> = {}) {
      const id = randomUUID()
      requests.set(id, {
        ...{ table: 'wbc_request', id, name: '', kind: 'types', dryRun: false, subjects: [configuration], etag: '1' },
        ...{ state: 'waiting', isAnswered: false, progress: 0, run: undefined, answer: '', ended: undefined },
        ...{ startedOn: undefined, finishedOn: undefined, createdOn: new Date(world.at), createdBy: 'a-user' },
        ...facts,
      })
      return id
    },
    carryOut: (id: string, isFinal = false) => carryOut({ table: 'wbc_request', id }, isFinal, services),
    row: (id: string) => requests.get(id),
    /** Takes the messages that were sent since it was last asked. */
    take: () => sent.splice(0),
    audit: async () => {
      const { records } = await services.auditTrail.page({}, 100)
      return records.toReversed().map(({ id: _, at: __, ...record }) => record)
    },
    writes: [] as RequestPatch[],
    services: {} as Services,
  }
  const now = () => new Date(world.at)
  const stores = {
    now,
    runStore: createRunStore(newTable().table),
    failureStore: createFailureStore(newTable().table),
    registrationStore: { record: async () => undefined },
  } as unknown as Services
  const services = {
    ...stores,
    requestStore: createRequestStore(newTable().table),
    auditTrail: createAuditTrail(newTable().table),
    cursors: createCursors(newTable().table, now),
    statusStore: { written: async () => undefined },
    language: async () => world.language,
    crm: {
      request: async (id: string) => requests.get(id),
      async *openRequests() {
        yield* [...requests.values()].filter(({ state }) => state !== 'over')
      },
      async writeRequest({ id, etag }: RequestRow, news: RequestPatch) {
        const row = requests.get(id)
        if (!row) throw new NotFoundError({ code: 'row_gone' })
        if (row.etag !== etag) throw new ConflictError('The row was changed in between.')
        world.writes.push(news)
        const { state, answer = row.answer, ...others } = news
        const ended = state === 'running' ? undefined : (state ?? row.ended)
        const next = String(Number(etag) + 1)
        const shown = ended ? 'over' : (state ?? row.state)
        requests.set(id, {
          ...row,
          ...others,
          answer,
          isAnswered: answer !== '',
          ended,
          etag: next,
          state: shown as 'over',
        })
        return next
      },
      configurationRow: async () => aConfigurationRow(),
      writeWebinarTypes: async () => 1,
      makeAccountSettings: async () => undefined,
      accountSettings: async () => defaultSettings,
      accountSettingsNow: async () => defaultSettings,
      webinar: async (row: { id: string }) =>
        row.id === event.id ? aWebinarRow({ ...event, kind: 'event' }) : undefined,
      async *registrationsFor() {
        for (const id of world.registrations) yield { table: 'msevtmgt_eventregistration', id, synced: false }
      },
    },
    queues: {
      send: async (queue: QueueName, messages: Iterable<Message>, wait = 0) => {
        for (const message of messages) sent.push({ queue, message, wait })
      },
    },
    accountFor: async () => ({
      title: 'ON24',
      readWebinarId: (typed: string) => typed,
      types: () => {
        world.typesRead += 1
        return world.types()
      },
    }),
    registrantCipherFor: async () => ({}),
    recentOwnerOf: async () => ({ kind: 'event', table: event.table, id: event.id }),
    termsAccepted: async () => true,
    recordSuccess: (queue: QueueName, message: Message) => recordSuccess(queue, message, stores),
    recordFailure: (failed: Parameters<Services['recordFailure']>[0]) => recordFailure(failed, stores),
  } as unknown as Services
  world.services = services
  return world
}

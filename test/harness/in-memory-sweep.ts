import type { ChangedRow } from '../../lib/dataverse/changes.ts'
import { defaultSettings } from '../../lib/model/account-settings.ts'
import type { Configuration } from '../../lib/model/configuration.ts'
import type { WebinarRow } from '../../lib/model/crm.ts'
import type { FieldMapping } from '../../lib/model/mapping.ts'
import type { Services } from '../../lib/services.ts'
import type { Message } from '../../lib/stores/queues.ts'
import type { Review } from '../../lib/stores/reviews.ts'
import { aConfiguration } from './builders.ts'

type Sent = Message & { queue: string; wait: number }
type Look = Awaited<ReturnType<Services['crm']['changesSince']>>

/** No record is of long ago. */
const nothingOutdated = new Proxy({}, { get: () => async () => ({ rows: [], erased: 0, next: undefined }) })

export const never = new Promise<never>(() => undefined)

/** The surroundings of a sweep, in memory, under the clock of the test. */
export function inMemorySweep(start = new Date('2026-05-12T08:00:00Z')) {
  const world = {
    now: start,
    accounts: [] as Configuration[],
    webinars: [] as WebinarRow[],
    /** Digests in the list of each account, by webinar; a function stands for an account that answers otherwise. */
    lists: new Map<string, Map<string, string> | (() => Promise<Map<string, string>>)>(),
    listReads: [] as string[],
    /** Whether Dynamics has a place for webinars that exist at their provider only. */
    keepsFound: false,
    /** Changes by table; a look is a page. */
    pages: new Map<string, ChangedRow[][]>(),
    /** Versions that the app dealt with, by id. */
    seen: new Map<string, string>(),
    pending: [] as { table: string; id: string; createdOn: Date }[],
    waiting: 0,
    mappings: [] as FieldMapping[],
    anew: false,
    cursors: new Map<string, string>(),
    reviews: new Map<string, Review>(),
    sent: [] as Sent[],
    health: new Map<string, string>(),
    addAccount: (id: string, facts: Partial<Configuration> = {}) =>
      void world.accounts.push(aConfiguration({ id, ...facts })),
    later: (time: number) => {
      world.now = new Date(world.now.getTime() + time)
    },
    addPage: (table: string, rows: ChangedRow[]) =>
      void world.pages.set(table, [...(world.pages.get(table) ?? []), rows]),
    healthOf: (status: string) => [...world.health].filter(([, one]) => one === status).map(([id]) => id),
    onSend: undefined as (() => void) | undefined,
    /** Takes the messages that were sent since it was last asked. */
    take: () => world.sent.splice(0),
    services: {} as Services,
  }
  const reviewKey = (kind: string, id: string) => `${kind}_${id}`
  world.services = {
    now: () => world.now,
    vaultState: async () => ({ state: 'well' }),
    watchedTables: ['msevtmgt_eventregistration', 'msevtmgt_event'],
    subjectOf: (table: string) => (table.endsWith('registration') ? 'registrations' : 'webinars'),
    providers: new Map([['on24', { title: 'ON24' }]]),
    crm: {
      // A page a look; the cursor counts the pages.
      async changesSince(table: string, cursor: string | undefined): Promise<Look> {
        const page = Number(cursor?.split(' ')[0] ?? 0)
        const pages = world.pages.get(table) ?? []
        const rows = pages[page] ?? []
        const ended = page + 1 >= pages.length
        return {
          rows,
          ended,
          anew: world.anew,
          cursor: `${Math.min(page + 1, pages.length)} ${world.now.toISOString()}`,
        }
      },
      toldUntil: (cursor: string | undefined) => new Date(cursor?.split(' ')[1] ?? 0),
      async *pendingRegistrations(from: Date, to: Date) {
        for (const { createdOn, ...row } of world.pending) if (createdOn >= from && createdOn <= to) yield row
      },
      async *registrationsOfChanged() {},
      async *openRequests() {},
      hasLedger: async () => false,
      keepsFoundWebinars: async () => world.keepsFound,
      async *webinarsNamingAny() {},
      showFoundWebinars: async () => undefined,
      accountSettings: async () => defaultSettings,
      fieldMappings: async () => world.mappings,
      fieldMappingsNow: async () => [],
      accountSettingsNow: async () => defaultSettings,
      async *webinarsEnding() {
        yield* world.webinars
      },
    },
    cursors: {
      cursor: async (name: string) => world.cursors.get(name),
      setCursor: async (name: string, cursor: string) => void world.cursors.set(name, cursor),
      alone: (_name: string, _time: number, work: () => unknown) => work(),
    },
    outdatedSeals: async () => [],
    registrantKeys: { reseal: async () => false },
    credentialStore: { configurations: async () => world.accounts, configuration: async () => undefined },
    pendingCredentials: { all: async () => [], reseal: async () => false },
    statusStore: {
      written: async (_subject: string, id: string) => {
        const version = world.seen.get(id)
        return version === undefined ? undefined : { version }
      },
    },
    refusalStore: { untold: async () => [] },
    reviewStore: {
      key: reviewKey,
      all: async () => new Map(world.reviews),
      noteEnqueued: async (kind: string, id: string, _account: string, review: Review) =>
        void world.reviews.set(reviewKey(kind, id), review),
      forget: async (key: string) => void world.reviews.delete(key),
    },
    removals: { all: async () => [] },
    outdatedRecords: nothingOutdated,
    recordsKeptDays: 400,
    auditKeptDays: 730,
    settingHashes: {},
    queueLength: async () => world.waiting,
    queues: {
      send: async (queue: string, messages: Iterable<Message>, wait = 0) => {
        for (const message of messages) world.sent.push({ ...message, queue, wait })
        world.onSend?.()
      },
      drainPoison: async () => undefined,
      moveFormer: async () => 0,
    },
    refreshTypes: async () => undefined,
    wakeConfigurations: async () => undefined,
    reportHealth: async (id: string, { status }: Configuration['health']) => void world.health.set(id, status),
    accountFor: async (id: string) => ({
      async *webinarDigests() {
        world.listReads.push(id)
        const list = world.lists.get(id)
        const listed = typeof list === 'function' ? await list() : list
        for (const [webinarId, digest] of listed ?? []) yield { webinarId, digest }
      },
    }),
  } as unknown as Services
  return world
}

import { once } from 'node:events'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { setImmediate } from 'node:timers/promises'
import { type Intercepted, intercept } from '@webinar-connector/emulator-server/intercept'

const load = createRequire(import.meta.url)

/** The well-known development account, public in the Azurite README. */
const account = 'devstoreaccount1'
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export type Storage = {
  /** The value of the setting `AzureWebJobsStorage`. */
  connectionString: string
  queueUrl: string
  tableUrl: string
  /** Calls and faults of each service; a fault sees a call without its body. */
  services: Record<'blob' | 'queue' | 'table', Intercepted>
  stop(): Promise<void>
}

type AzuriteServer = {
  start(): Promise<void>
  close(): Promise<void>
  getHttpServerAddress(): string
  httpServer: Server
}
type QueueServer = AzuriteServer & {
  metadataStore: {
    clearExpiredMessages(): Promise<void>
    db: { getCollection(name: string): { binaryIndices: object } }
  }
  gcManager: { start(): Promise<void> }
}

/**
 * Azure Storage (Azurite) in this process and in memory; without ports, on free ones.
 * Azurite's internal modules are used, because its command takes seconds to listen. Only that command sends telemetry.
 */
export async function startStorage({ ports = {} }: { ports?: { blob?: number; queue?: number; table?: number } } = {}) {
  const servers = {
    blob: part('blob', 'Blob', extentSettings(ports.blob)),
    queue: part('queue', 'Queue', extentSettings(ports.queue)),
    table: part('table', 'Table', tableSettings(ports.table)),
  }
  const queue = servers.queue as QueueServer
  keepMessages(queue)
  await Promise.all(Object.values(servers).map((server) => server.start()))
  dropIndices(queue)
  const url = (server: AzuriteServer) => `${server.getHttpServerAddress()}/${account}`
  const storage: Storage = {
    connectionString: [
      'DefaultEndpointsProtocol=http',
      `AccountName=${account}`,
      `AccountKey=${accountKey}`,
      `BlobEndpoint=${url(servers.blob)}`,
      `QueueEndpoint=${url(servers.queue)}`,
      `TableEndpoint=${url(servers.table)}`,
    ].join(';'),
    queueUrl: url(servers.queue),
    tableUrl: url(servers.table),
    services: {
      blob: intercept(servers.blob.httpServer),
      queue: intercept(servers.queue.httpServer),
      table: intercept(servers.table.httpServer),
    },
    stop: async () => {
      await Promise.all(Object.values(servers).map(close))
    },
  }
  return storage
}

/** Azurite sorts its four indices of all messages for every message taken; a search without them is far quicker. */
function dropIndices({ metadataStore }: QueueServer) {
  metadataStore.db.getCollection('$MESSAGES_COLLECTION$').binaryIndices = {}
}

/**
 * Switches off Azurite's collection of message bodies and of expired messages. The first runs every minute and answers no
 * call meanwhile, for half a minute after ten thousand messages. The second reads all messages with every call. The memory
 * that this costs is small and is freed at the end.
 */
function keepMessages({ gcManager, metadataStore }: QueueServer) {
  gcManager.start = async () => undefined
  metadataStore.clearExpiredMessages = async () => undefined
}

function part(folder: string, name: string, settings: unknown[]): AzuriteServer {
  const Configuration = load(`azurite/dist/src/${folder}/${name}Configuration`).default
  const Server = load(`azurite/dist/src/${folder}/${name}Server`).default
  return new Server(new Configuration(...settings))
}

/** Closes busy connections too: Azurite leaves them open, and clients would wait. It stops listening one turn later. */
async function close(server: AzuriteServer) {
  const closed = once(server.httpServer, 'close')
  await server.close()
  await setImmediate()
  server.httpServer.closeAllConnections()
  await closed
}

const [host, keepAliveSeconds] = ['127.0.0.1', 5]
const unset = undefined

/** Arguments for blob and queue. Each has its own memory, so that two storages in one process do not mix. */
function extentSettings(port = 0) {
  const { MemoryExtentChunkStore } = load('azurite/dist/src/common/persistence/MemoryExtentStore')
  return [
    host,
    port,
    keepAliveSeconds,
    unset, // database
    unset, // extent database
    unset, // persistence
    false, // access log
    unset, // stream of the access log
    false, // debug log
    unset, // file of the debug log
    false, // loose
    true, // newer API versions accepted
    '', // certificate
    '', // key
    '', // password
    unset, // OAuth
    false, // product-style addresses refused
    true, // in memory
    new MemoryExtentChunkStore(),
  ]
}

function tableSettings(port = 0) {
  return [
    host,
    port,
    keepAliveSeconds,
    unset, // database
    false, // debug log
    false, // access log
    unset, // stream of the access log
    unset, // file of the debug log
    false, // loose
    true, // newer API versions accepted
    '', // certificate
    '', // key
    '', // password
    unset, // OAuth
    false, // product-style addresses refused
    true, // in memory
  ]
}

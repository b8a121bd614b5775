import { once } from 'node:events'
import type { Server } from 'node:http'
import Module, { createRequire } from 'node:module'
import { setImmediate } from 'node:timers/promises'

const load = createRequire(import.meta.url)
leaveOutTelemetry()

/** The well-known development account, public in the Azurite README. */
const account = 'devstoreaccount1'
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export type Storage = {
  /** What goes into `AzureWebJobsStorage`. */
  connectionString: string
  queueUrl: string
  tableUrl: string
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
 * Azure Storage in this process and in memory (Azurite), on free ports unless told otherwise.
 * Uses Azurite's inner modules, because its command takes seconds to listen; telemetry is switched on only by that command.
 */
export async function startStorage({ ports = {} }: { ports?: { blob?: number; queue?: number; table?: number } } = {}) {
  const servers = {
    blob: part('blob', 'Blob', withExtents(ports.blob)),
    queue: part('queue', 'Queue', withExtents(ports.queue)),
    table: part('table', 'Table', tableSettings(ports.table)),
  }
  const queue = servers.queue as QueueServer
  keepAll(queue)
  await Promise.all(Object.values(servers).map((server) => server.start()))
  forgetIndices(queue)
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
    stop: async () => {
      await Promise.all(Object.values(servers).map(close))
    },
  }
  return storage
}

/** Azurite sorts its four indices of all messages anew for every message taken; looking through them is far quicker. */
function forgetIndices({ metadataStore }: QueueServer) {
  metadataStore.db.getCollection('$MESSAGES_COLLECTION$').binaryIndices = {}
}

/**
 * Every minute Azurite throws away the bodies of messages that are gone, one after the other, and answers nobody while
 * it does: half a minute after ten thousand messages. And with every call it goes through all messages for those whose
 * time is over, though the connector's never are. All of it is small, and the memory is given back at the end.
 */
function keepAll({ gcManager, metadataStore }: QueueServer) {
  gcManager.start = async () => undefined
  metadataStore.clearExpiredMessages = async () => undefined
}

/** Two thirds of what Azurite loads, half of the time it needs to start, and nothing that is used here. */
function leaveOutTelemetry() {
  const path = createRequire(load.resolve('azurite/package.json')).resolve('applicationinsights')
  load.cache[path] ??= Object.assign(new Module(path), { loaded: true })
}

function part(folder: string, name: string, settings: unknown[]): AzuriteServer {
  const Configuration = load(`azurite/dist/src/${folder}/${name}Configuration`).default
  const Server = load(`azurite/dist/src/${folder}/${name}Server`).default
  return new Server(new Configuration(...settings))
}

/** Azurite stops listening one turn later and leaves busy connections unanswered, on which a client would wait. */
async function close(server: AzuriteServer) {
  const closed = once(server.httpServer, 'close')
  await server.close()
  await setImmediate()
  server.httpServer.closeAllConnections()
  await closed
}

const [host, keepAliveSeconds] = ['127.0.0.1', 5]
const unset = undefined

/** Blob and queue take the same list; the memory is their own, so that two storages in one process never mix. */
function withExtents(port = 0) {
  const { MemoryExtentChunkStore } = load('azurite/dist/src/common/persistence/MemoryExtentStore')
  return [
    ...[host, port, keepAliveSeconds, unset, unset, unset], // database, extent database, persistence
    ...[false, unset, false, unset], // access log and its stream, debug log and its file
    ...[false, true], // not loose; newer API versions accepted
    ...['', '', '', unset, false], // certificate, key, password, OAuth; product-style addresses stay allowed
    ...[true, new MemoryExtentChunkStore()],
  ]
}

function tableSettings(port = 0) {
  return [
    ...[host, port, keepAliveSeconds, unset], // database
    ...[false, false, unset, unset], // debug log, access log, its stream, debug file
    ...[false, true], // not loose; newer API versions accepted
    ...['', '', '', unset, false], // certificate, key, password, OAuth; product-style addresses stay allowed
    true,
  ]
}

import type { TokenCredential } from '@azure/identity'
import { QueueServiceClient } from '@azure/storage-queue'
import type { Storage } from './config.ts'

/** Answers to a webhook must be quick, so storage gets few and short tries here; the sender tries again. */
export function openQueues(storage: Storage, identity: TokenCredential) {
  const options = { retryOptions: { maxTries: 2, tryTimeoutInMs: 8000, retryDelayInMs: 200 } }
  const queues =
    'connectionString' in storage
      ? QueueServiceClient.fromConnectionString(storage.connectionString, options)
      : new QueueServiceClient(storage.queues, identity, options)
  return (name: string) => queues.getQueueClient(name)
}

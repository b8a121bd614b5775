import { type Config, readConfig } from './config.ts'
import { isOutcome, subjectOf } from './dataverse/tables.ts'
import { openIdentity } from './open-identity.ts'
import { openQueues } from './storage-queues.ts'
import { createQueueSender } from './stores/queue-sender.ts'

let built: ReturnType<typeof build> | undefined

/** The part of the app that a webhook needs: the queues, and no more of storage. @throws Misconfigured */
export function webhook() {
  built ??= build(readConfig())
  return built
}

/** `organization`: the host name that webhooks must come from. */
function build({ storage, dataverseUrl }: Config) {
  const queues = createQueueSender(openQueues(storage, openIdentity(storage)))
  return { queues, subjectOf, isOutcome, organization: new URL(dataverseUrl).hostname }
}

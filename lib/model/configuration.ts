import type { UserMessage } from '../messages/message.ts'

/**
 * Credentials of an account: the provider's name, and text by the names of its
 * fields; `region` too, where it has regions. Only the provider knows what they mean.
 */
export type Credentials = { provider: string } & Record<string, string>

export const healthStates = ['healthy', 'not_authenticated', 'forbidden', 'unhealthy'] as const

/** How the provider took the credentials when it was last asked, and what to tell an administrator of it. */
export type Health = {
  status: (typeof healthStates)[number]
  message: UserMessage
  checkedAt: Date
  /** False where other work succeeded, which says less than a proof. */
  isProof?: false
}

export type Terms = { acceptedAt: Date; acceptedBy: string | null }

/** One account at a provider, as it was sealed. */
export type Configuration = {
  id: string
  provider: string
  /** Undefined where the provider has no regions. */
  region: string | undefined
  /** The account as the configuration row names it. */
  clientId: string
  configuredAt: Date
  terms: Terms
  /** Whether the webinar of a cancelled event is deleted at the provider, with all that it knows of it. */
  deleteCancelledWebinars: boolean
  health: Health
  lastMetricsUpdate: Date | null
  /** When the provider last took the credentials. */
  lastUsed: Date
  /** Counts what was ordered about the account: its credentials given or removed. */
  generation: number
  /** Another one after every change. */
  etag: string
}

/**
 * The part of an account that is known without opening it. Somebody may have changed the table: nothing is decided by it
 * but whom to ask, and when.
 */
export type AccountRecord = Pick<
  Configuration,
  'id' | 'provider' | 'clientId' | 'health' | 'lastMetricsUpdate' | 'lastUsed' | 'etag'
>

import type { CredentialStore } from './credentials/credential-store.ts'
import type { VaultState } from './credentials/key-ring.ts'
import type { OutdatedSeals } from './credentials/outdated-seals.ts'
import type { PendingCredentials } from './credentials/pending-credentials.ts'
import type { RegistrantCipher } from './credentials/registrant-cipher.ts'
import type { RegistrantKeys } from './credentials/registrant-keys.ts'
import type { WatchedTable } from './dataverse/changes.ts'
import type { Crm } from './dataverse/crm.ts'
import type { Subject } from './dataverse/table-definition.ts'
import type { WebinarMappings } from './flows/mapping/webinar-mappings.ts'
import type { ListedRegistrants } from './flows/registrations/listed-registrants.ts'
import type { Language } from './messages/message.ts'
import type { Configuration, Health } from './model/configuration.ts'
import type { ForeignWebinar, Organizations, PlannedWebinar, WebinarOwner, WebinarPlace } from './model/crm.ts'
import type { Providers, WebinarAccount } from './model/provider.ts'
import type { ProviderWebinar } from './model/webinar.ts'
import type { AttendanceStore } from './stores/attendance.ts'
import type { AuditTrail } from './stores/audit-trail.ts'
import type { Cursors } from './stores/cursors.ts'
import type { EntranceStore } from './stores/entrances.ts'
import type { ErasureStore } from './stores/erasures.ts'
import type { FailedMessage, FailureFacts, FailureStore } from './stores/failures.ts'
import type { FormerRegistrants } from './stores/former-registrants.ts'
import type { FormStore } from './stores/forms.ts'
import type { LedgerStore } from './stores/ledger.ts'
import type { OutdatedRecords } from './stores/outdated-records.ts'
import type { Queues } from './stores/queue-client.ts'
import type { QueueLength } from './stores/queue-length.ts'
import type { Message, QueueName, RowReference } from './stores/queues.ts'
import type { RefusalStore } from './stores/refusals.ts'
import type { RegistrationStore } from './stores/registrations.ts'
import type { Removals } from './stores/removals.ts'
import type { RequestStore } from './stores/requests.ts'
import type { ReviewStore } from './stores/reviews.ts'
import type { RunStore } from './stores/runs.ts'
import type { StatusStore } from './stores/statuses.ts'
import type { WebinarStore } from './stores/webinars.ts'

export type { Crm }

/** Everything that a flow may be given. `lib/app.ts` builds it; a flow takes out what it needs by name. */
export type Services = {
  crm: Crm
  credentialStore: CredentialStore
  pendingCredentials: PendingCredentials
  registrantKeys: RegistrantKeys
  /** Ids of configurations of which something is sealed under an older key. */
  outdatedSeals: OutdatedSeals
  providers: Providers
  queues: Queues
  queueLength: QueueLength
  registrationStore: RegistrationStore
  attendanceStore: AttendanceStore
  entranceStore: EntranceStore
  formStore: FormStore
  reviewStore: ReviewStore
  ledgerStore: LedgerStore
  webinarStore: WebinarStore
  statusStore: StatusStore
  refusalStore: RefusalStore
  failureStore: FailureStore
  runStore: RunStore
  requestStore: RequestStore
  erasureStore: ErasureStore
  formerRegistrants: FormerRegistrants
  cursors: Cursors
  removals: Removals
  auditTrail: AuditTrail
  outdatedRecords: OutdatedRecords
  /** For how many days after the end of a webinar's archive records of it are kept. */
  recordsKeptDays: number
  /** For how many days records of the audit trail are kept. */
  auditKeptDays: number
  /** A hash of each setting, by its name. */
  settingHashes: Readonly<Record<string, string>>
  watchedTables: readonly WatchedTable[]
  subjectOf(table: string): Subject | undefined
  /** Whether an update of these columns of a table is the echo of an outcome that the connector wrote. */
  isOutcome(table: string, columns: readonly string[]): boolean
  /** The IANA zone of a Dataverse time-zone code; undefined if no zone is known for it. */
  timeZoneOfCode(code: number): Promise<string | undefined>
  /** @throws Misconfigured in another environment than the one that the app serves, such as a copy */
  ensureOwnOrganization(): Promise<void>
  /**
   * The id of the environment that the app serves, and those that it served before a move. @throws Misconfigured as
   * `ensureOwnOrganization`
   */
  ownOrganizations(): Promise<Organizations>
  /** The id of the app's own user in Dataverse. */
  ownUser(): Promise<string>
  /** The account of a configuration; undefined if no credentials are kept for it, or its provider is unknown here. */
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  /** The account as it was sealed last; undefined if nothing is kept, or CRM asks for none. @throws CredentialsRefused */
  openConfiguration(configuration: string): Promise<Configuration | undefined>
  /** Keeps the personal data of an account's registrants unreadable in the app's tables. */
  registrantCipherFor(configuration: string): Promise<RegistrantCipher>
  /** The provider's list of a webinar's registrants, held for some minutes. */
  listedRegistrants(configuration: string, webinarId: string): Promise<ListedRegistrants>
  /**
   * The row to which a webinar belongs, or that it is another environment's; undefined if no row names it.
   * @param asking the row that wants to know: what is remembered of another row is looked at again
   * @param isAnew whether it is looked at again, too, that a webinar was another environment's
   */
  ownerOf(place: WebinarPlace, asking: string, isAnew?: boolean): Promise<WebinarOwner | ForeignWebinar | undefined>
  /** The same, seconds old at most where it is the one who asks. */
  recentOwnerOf: Services['ownerOf']
  /**
   * The environment of a row's webinar that was just read, if its mark names another one by now. That is remembered: from
   * then on nothing is done there.
   */
  noteIfForeign(row: PlannedWebinar, there: ProviderWebinar): Promise<ForeignWebinar | undefined>
  termsAccepted(): Promise<boolean>
  mappingOf: WebinarMappings['mappingOf']
  readForm: WebinarMappings['readForm']
  /** Keeps how the provider took the credentials, and shows it on the configuration. */
  reportHealth(configuration: string, health: Health): Promise<void>
  /** Reads the configuration anew and enqueues what waited for its credentials. */
  resume(configuration: string): Promise<unknown>
  /** Stops using the account on this instance at once. */
  evictAccount(configuration: string): unknown
  /** How Key Vault takes the app now. */
  vaultState(): Promise<VaultState>
  /** Reads on this instance anew whether the terms are accepted. */
  evictTerms(): unknown
  /** Notes that the ledger of an event or session has to be counted anew, after what changed it was written. */
  markCounted(row: RowReference): Promise<void>
  /** The same for the days of an account. */
  countDays(configuration: string): Promise<void>
  /** Enqueues a reconcile of these configurations. */
  wakeConfigurations(ids: readonly string[]): Promise<void>
  /** Enqueues a new reading of what planners can choose from. */
  refreshTypes(configuration: string): Promise<void>
  /** Enqueues the work of an erasure. @param wait in milliseconds */
  eraseOn(erasure: string, wait?: number): Promise<void>
  /** Enqueues the rest of a removal. */
  eraseFurther(configuration: string): Promise<void>
  /** Records that a message went well: it is no failure any more, and a run that waits for it gets on. */
  recordSuccess(queue: QueueName, message: Message): Promise<void>
  /** Records a message that gave up; a run no longer waits for it. Answers what the log says of it. */
  recordFailure(failed: FailedMessage): Promise<FailureFacts>
  /** Where people reach the app, as `https://…`; undefined where it does not know, and writes no join links. */
  publicAddress: string | undefined
  /** In which language people are told something. Never throws. */
  language(): Promise<Language>
  now(): Date
}

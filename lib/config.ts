import * as v from 'valibot'
import { publicAddress } from './addresses.ts'
import { MisconfiguredError } from './core/errors.ts'
import { hashOf } from './core/hash.ts'
import { minute } from './core/time.ts'
import { type KeyKind, keyKinds } from './credentials/key-kind.ts'
import { type StatusReasonSetting, statusReasonText } from './dataverse/status-reason-setting.ts'
import type { Registration } from './entra/sign-in.ts'
import { type Language, languages } from './messages/message.ts'
import { sentence } from './messages/sentence.ts'
import { fromStored } from './messages/stored.ts'
import {
  address,
  days,
  environment,
  fault,
  guidOrEmpty,
  mostMinutes,
  noKeyKind,
  noKeyName,
  noLanguage,
  noMinutes,
  noStatusReasons,
  noSwitch,
  on24,
  schedule,
  text,
  vault,
} from './setting-shapes.ts'

const StorageSettings = v.object({
  AzureWebJobsStorage: text('AzureWebJobsStorage'),
  AzureWebJobsStorage__accountName: text('AzureWebJobsStorage__accountName'),
  AzureWebJobsStorage__queueServiceUri: v.optional(address('AzureWebJobsStorage__queueServiceUri')),
  AzureWebJobsStorage__tableServiceUri: v.optional(address('AzureWebJobsStorage__tableServiceUri')),
  AzureWebJobsStorage__clientId: text('AzureWebJobsStorage__clientId'),
})

/** Every setting the app reads. `AzureWebJobsStorage` comes as a connection string or in the host's identity form. */
export const Settings = v.object({
  DATAVERSE_URL: environment,
  KEY_VAULT_URL: vault,
  CREDENTIAL_KEY_NAME: v.optional(
    v.pipe(v.string(), v.regex(/^[0-9a-z-]{1,127}$/i, noKeyName)),
    'webinar-credential-key',
  ),
  CREDENTIAL_KEY_KIND: v.optional(v.picklist(keyKinds, noKeyKind), 'secret'),
  KEY_VAULT_OUTAGE_MINUTES: v.optional(
    v.pipe(v.string(), v.trim(), v.regex(/^\d{1,2}$/, noMinutes), v.toNumber(), v.maxValue(mostMinutes, noMinutes)),
    String(mostMinutes),
  ),
  ...StorageSettings.entries,
  ON24_API_URL_NA: v.optional(on24('ON24_API_URL_NA'), 'https://api.on24.com/v2'),
  ON24_API_URL_EU: v.optional(on24('ON24_API_URL_EU'), 'https://api.eu.on24.com/v2'),
  METRICS_SCHEDULE: schedule('METRICS_SCHEDULE'),
  RECONCILE_SCHEDULE: schedule('RECONCILE_SCHEDULE'),
  REGISTRATION_STATUS_REASONS: statusReasonText(noStatusReasons),
  // Shorter than a message is tried, records of what is still under way would go.
  RECORDS_KEPT_DAYS: days('RECORDS_KEPT_DAYS', 30, '400'),
  // Logs of who did what are looked at for a year at least.
  AUDIT_KEPT_DAYS: days('AUDIT_KEPT_DAYS', 365, '730'),
  DATAVERSE_ORGANIZATION_ID: guidOrEmpty('DATAVERSE_ORGANIZATION_ID'),
  MESSAGE_LANGUAGE: v.optional(v.picklist([...languages, ''], noLanguage), ''),
  ENTRA_TENANT_ID: guidOrEmpty('ENTRA_TENANT_ID'),
  ENTRA_CLIENT_ID: guidOrEmpty('ENTRA_CLIENT_ID'),
  ENTRA_URL: v.optional(address('ENTRA_URL'), 'https://login.microsoftonline.com'),
  KEY_ROUTES: v.optional(v.picklist(['on', 'off'], noSwitch), 'on'),
})

export type Storage = { connectionString: string } | { queues: string; tables: string; clientId: string | undefined }

export type Config = {
  dataverseUrl: string
  /** The environment that is meant; undefined: the one that the app has served before. */
  organizationId: string | undefined
  keyVaultUrl: string
  credentialKeyName: string
  credentialKeyKind: KeyKind
  /** For how long after its last answer a vault that is out is bridged, in milliseconds. */
  vaultOutageBridged: number
  storage: Storage
  on24Urls: { na: string; eu: string }
  /** Undefined: the base language of the Dataverse organisation. */
  language: Language | undefined
  /** For how many days after the end of a webinar's archive the app's records of it are kept. */
  recordsKeptDays: number
  auditKeptDays: number
  /** How status reasons of registrations are read, where their labels do not tell. */
  statusReasons: StatusReasonSetting
  /** A hash of each setting as it was given, by its name. */
  settingHashes: Readonly<Record<string, string>>
  /** The app registration of sign-in; undefined: nobody can sign in. */
  entra: Registration | undefined
  /** Where people reach the app; undefined: the platform does not say. */
  publicAddress: string | undefined
  /** Whether routes may be called with a function key; the webhook and health always may. */
  keyRoutes: boolean
}

type Variables = Record<string, string | undefined>

/**
 * The settings, checked.
 * @throws Misconfigured that names every setting that is missing or wrong, and no value
 */
export function readConfig(environment: Variables = process.env): Config {
  const parsed = v.safeParse(Settings, environment)
  const storage = storageOf(environment)
  const lacksTenant = environment.ENTRA_CLIENT_ID && !environment.ENTRA_TENANT_ID
  const lacking = lacksTenant ? [{ message: fault({ code: 'setting_missing', setting: 'ENTRA_TENANT_ID' }) }] : []
  if (!parsed.success || !storage || lacksTenant) throw misconfigured([...(parsed.issues ?? []), ...lacking], storage)
  const settings = parsed.output
  const { ENTRA_URL: url, ENTRA_TENANT_ID: tenant, ENTRA_CLIENT_ID: clientId } = settings
  return {
    dataverseUrl: settings.DATAVERSE_URL,
    organizationId: settings.DATAVERSE_ORGANIZATION_ID || undefined,
    keyVaultUrl: settings.KEY_VAULT_URL,
    credentialKeyName: settings.CREDENTIAL_KEY_NAME,
    credentialKeyKind: settings.CREDENTIAL_KEY_KIND,
    vaultOutageBridged: settings.KEY_VAULT_OUTAGE_MINUTES * minute,
    storage,
    on24Urls: { na: settings.ON24_API_URL_NA, eu: settings.ON24_API_URL_EU },
    language: settings.MESSAGE_LANGUAGE || undefined,
    recordsKeptDays: settings.RECORDS_KEPT_DAYS,
    auditKeptDays: settings.AUDIT_KEPT_DAYS,
    statusReasons: settings.REGISTRATION_STATUS_REASONS,
    entra: clientId ? { url, tenant, clientId } : undefined,
    keyRoutes: settings.KEY_ROUTES === 'on',
    publicAddress: publicAddress(environment.WEBSITE_HOSTNAME),
    settingHashes: Object.fromEntries(
      Object.keys(Settings.entries).map((name) => [name, hashOf(environment[name] ?? '')]),
    ),
  }
}

/** Storage alone, which may be right where other settings are not. @throws Misconfigured */
export function readStorage(environment: Variables = process.env): Storage {
  const parsed = v.safeParse(StorageSettings, environment)
  const storage = storageOf(environment)
  if (!parsed.success || !storage) throw misconfigured(parsed.issues ?? [], storage)
  return storage
}

function misconfigured(issues: readonly { message: string }[], storage: Storage | undefined) {
  const texts = issues.map(({ message }) => message)
  if (!storage && !texts.some((text) => text.includes('AzureWebJobsStorage'))) {
    texts.push(fault({ code: 'setting_missing', setting: 'AzureWebJobsStorage' }))
  }
  const [first = '', ...others] = [...new Set(texts)]
  const problems = [fromStored(first), ...others.map(fromStored)] as const
  return new MisconfiguredError(problems, {
    message: `The settings need attention: ${problems.map((problem) => sentence(problem, 'en')).join(' ')}`,
  })
}

function storageOf(environment: Variables): Storage | undefined {
  const read = v.safeParse(StorageSettings, environment)
  const {
    AzureWebJobsStorage: connectionString,
    AzureWebJobsStorage__accountName: account,
    ...more
  } = read.success ? read.output : {}
  if (connectionString) return { connectionString }
  const at = (kind: string) => account && `https://${account}.${kind}.core.windows.net`
  const queues = more.AzureWebJobsStorage__queueServiceUri ?? at('queue')
  const tables = more.AzureWebJobsStorage__tableServiceUri ?? at('table')
  return queues && tables ? { queues, tables, clientId: more.AzureWebJobsStorage__clientId } : undefined
}

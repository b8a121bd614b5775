import * as v from 'valibot'
import { type StatusReasonSetting, StatusReasonText } from './dataverse/status-reason-setting.ts'
import { type Language, languages } from './messages/message.ts'

const secure = 'must be an https address (plain http only on this very machine).'
const Address = v.pipe(
  v.string(),
  v.trim(),
  v.check(isSecure, secure),
  v.transform((value) => value.replace(/\/+$/, '')),
)
const required = 'is missing.'
const RequiredAddress = v.pipe(v.optional(v.string(), ''), v.nonEmpty(required), Address)
const Schedule = v.pipe(
  v.optional(v.string(), ''),
  v.trim(),
  v.nonEmpty(required),
  v.regex(/^(\S+\s+){5}\S+$/, 'must have six fields, as NCRONTAB has.'),
)
const Text = v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty('is empty.')))

/** Every setting the app reads. `AzureWebJobsStorage` comes as a connection string or in the host's identity form. */
export const Settings = v.object({
  DATAVERSE_URL: RequiredAddress,
  KEY_VAULT_URL: RequiredAddress,
  CREDENTIAL_KEY_NAME: v.optional(
    v.pipe(v.string(), v.regex(/^[0-9a-z-]{1,127}$/i, 'may have letters, digits and dashes only.')),
    'webinar-credential-key',
  ),
  AzureWebJobsStorage: Text,
  AzureWebJobsStorage__accountName: Text,
  AzureWebJobsStorage__queueServiceUri: v.optional(Address),
  AzureWebJobsStorage__tableServiceUri: v.optional(Address),
  AzureWebJobsStorage__clientId: Text,
  ON24_API_URL_NA: v.optional(Address, 'https://api.on24.com/v2'),
  ON24_API_URL_EU: v.optional(Address, 'https://api.eu.on24.com/v2'),
  METRICS_SCHEDULE: Schedule,
  RECONCILE_SCHEDULE: Schedule,
  REGISTRATION_STATUS_REASONS: StatusReasonText,
  // A template passes a setting that nobody gave as empty.
  MESSAGE_LANGUAGE: v.optional(v.picklist([...languages, ''], `must be ${languages.join(' or ')}.`), ''),
})

type Storage = { connectionString: string } | { queues: string; tables: string; clientId: string | undefined }

export type Config = {
  dataverseUrl: string
  keyVaultUrl: string
  credentialKeyName: string
  storage: Storage
  on24Urls: { na: string; eu: string }
  /** Undefined: the base language of the Dataverse organisation. */
  language: Language | undefined
  /** How status reasons of registrations are read, where their labels do not tell. */
  statusReasons: StatusReasonSetting
}

/**
 * The settings, checked.
 * @throws Error with one message that names every setting that is missing or wrong, and no value
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = v.safeParse(Settings, environment)
  const storage = parsed.success ? storageOf(parsed.output) : undefined
  if (parsed.success && storage) {
    const settings = parsed.output
    return {
      dataverseUrl: settings.DATAVERSE_URL,
      keyVaultUrl: settings.KEY_VAULT_URL,
      credentialKeyName: settings.CREDENTIAL_KEY_NAME,
      storage,
      on24Urls: { na: settings.ON24_API_URL_NA, eu: settings.ON24_API_URL_EU },
      language: settings.MESSAGE_LANGUAGE || undefined,
      statusReasons: settings.REGISTRATION_STATUS_REASONS,
    }
  }
  const faults = (parsed.issues ?? []).map((issue) => `${v.getDotPath(issue)} ${issue.message}`)
  if (!storage && !storageOf(environment)) faults.push(`AzureWebJobsStorage ${required}`)
  throw new Error(`The settings need attention: ${[...new Set(faults)].join(' ')}`)
}

type StorageSettings = { [Name in keyof typeof Settings.entries & `AzureWebJobsStorage${string}`]?: string | undefined }

function storageOf(settings: StorageSettings): Storage | undefined {
  const { AzureWebJobsStorage: connectionString, AzureWebJobsStorage__accountName: account } = settings
  if (connectionString) return { connectionString }
  const at = (kind: string) => account && `https://${account}.${kind}.core.windows.net`
  const queues = settings.AzureWebJobsStorage__queueServiceUri ?? at('queue')
  const tables = settings.AzureWebJobsStorage__tableServiceUri ?? at('table')
  return queues && tables ? { queues, tables, clientId: settings.AzureWebJobsStorage__clientId } : undefined
}

function isSecure(address: string) {
  const url = URL.parse(address)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))
}

/** The one place where the embedded environment differs from Azure: its emulators speak plain http. */
export function isLoopback(url: URL) {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

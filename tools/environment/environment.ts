import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type Identity, startIdentity } from '@webinar-connector/azure-emulators/identity'
import { type KeyVault, startKeyVault } from '@webinar-connector/azure-emulators/key-vault'
import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { type Dataverse, type DataverseOptions, startDataverse } from '@webinar-connector/dataverse-emulator'
import { type FunctionsHost, startFunctionsHost } from '@webinar-connector/functions-emulator'
import { type On24, startOn24 } from '@webinar-connector/on24-emulator'
import { day } from '../../lib/core/time.ts'
import { applySolution } from './apply-solution.ts'

/** Fixed ports of the emulators, for a person or `func start`. */
export type Ports = {
  storage: { blob: number; queue: number; table: number }
  dataverse: number
  keyVault: number
  on24: { na: number; eu: number }
  identity: number
}

export type Environment = {
  storage: Storage
  identity: Identity
  keyVault: KeyVault
  dataverse: Dataverse
  on24: { na: On24; eu: On24 }
  /** The settings of the app. */
  settings: Record<string, string>
  /** Runs the built app, also several times at once; stopped with the environment. */
  startHost(options?: { port?: number; env?: Record<string, string>; clockShift?: number }): Promise<FunctionsHost>
  stop(): Promise<void>
}

const appRoot = fileURLToPath(new URL('../..', import.meta.url))
export const credentialKeyName = 'webinar-credential-key'

/** The tenant and the client id of local.settings.sample.json. */
const sampleRegistration = {
  tenant: '00000000-0000-4000-8000-00000000e001',
  clientId: '00000000-0000-4000-8000-00000000e002',
}

/** A schedule of once a year, where a person or a test runs the timers by hand. */
const never = '0 0 0 1 1 *'

export type EnvironmentOptions = {
  /** Without them free ones are used. */
  ports?: Ports
  /** ON24's clock, for events that begin and end. */
  now?: () => Date
  /** Whether Dynamics has the tables that the connector brings. */
  ownTables?: boolean
  /** Whether `npm run crm -- apply` has made these tables, and all else that belongs to them. */
  solution?: boolean
  /** A clock for Dynamics, and a script for its pages. */
  dataverse?: Pick<DataverseOptions, 'now' | 'added'>
}

/** Starts everything that the connector needs: storage, identity, vault, Dataverse and two regions of ON24. */
export async function startEnvironment(options: EnvironmentOptions = {}): Promise<Environment> {
  const { ports, now, ownTables = false } = options
  const port = (number: number | undefined) => (number === undefined ? {} : { port: number })
  const storage = await startStorage(ports ? { ports: ports.storage } : {})
  const identity = await startIdentity({
    ...port(ports?.identity),
    ...(ports && { header: 'local', ...sampleRegistration }),
  })
  const issuedFor = (url: () => string) => (token: string) => identity.issued(token)?.resource === url()

  const keyVault = await startKeyVault({
    ...port(ports?.keyVault),
    accepts: issuedFor(() => 'https://vault.azure.net'),
  })
  const expires = new Date(Date.now() + 365 * day)
  keyVault.add(credentialKeyName, randomBytes(32).toString('base64'), { expires })
  keyVault.addKey(credentialKeyName, { expires })
  const dataverse: Dataverse = await startDataverse({
    ...port(ports?.dataverse),
    ...options.dataverse,
    ownTables,
    accepts: issuedFor(() => dataverse.url),
  })
  if (options.solution) await applySolution({ dataverse, identity })
  const clock = now ? { now } : {}
  const on24 = {
    na: await startOn24({ ...port(ports?.on24.na), ...clock }),
    eu: await startOn24({ ...port(ports?.on24.eu), ...clock }),
  }
  const settings = {
    AzureWebJobsStorage: storage.connectionString,
    DATAVERSE_URL: dataverse.url,
    KEY_VAULT_URL: keyVault.url,
    CREDENTIAL_KEY_NAME: credentialKeyName,
    ON24_API_URL_NA: `${on24.na.url}/v2`,
    ON24_API_URL_EU: `${on24.eu.url}/v2`,
    METRICS_SCHEDULE: never,
    RECONCILE_SCHEDULE: never,
    ENTRA_URL: identity.url,
    ENTRA_TENANT_ID: identity.entra.tenant,
    ENTRA_CLIENT_ID: identity.entra.clientId,
    ...identity.settings,
  }
  const hosts: FunctionsHost[] = []
  return {
    storage,
    identity,
    keyVault,
    dataverse,
    on24,
    settings,
    async startHost({ env = {}, ...at } = {}) {
      // All hosts are one app, which people reach at the first.
      const name: Record<string, string> = hosts[0] ? { WEBSITE_HOSTNAME: new URL(hosts[0].url).host } : {}
      const host = await startFunctionsHost({ appRoot, env: { ...settings, ...name, ...env }, ...at })
      hosts.push(host)
      return host
    },
    async stop() {
      await Promise.all(hosts.map((host) => host.stop()))
      await Promise.all([dataverse, keyVault, identity, on24.na, on24.eu, storage].map((part) => part.stop()))
    },
  }
}

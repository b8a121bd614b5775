import type { Ports } from '../environment/environment.ts'

/** The ports of local.settings.sample.json; those of storage are the ports of `UseDevelopmentStorage=true`. */
export const ports: Ports = {
  storage: { blob: 10000, queue: 10001, table: 10002 },
  dataverse: 7081,
  keyVault: 7082,
  on24: { na: 7083, eu: 7084 },
  identity: 7085,
}

/** The port of the app, also in Core Tools. */
export const appPort = 7071

/** Each port by a name for people. */
export const namedPorts: Record<string, number> = {
  'blob storage': ports.storage.blob,
  'queue storage': ports.storage.queue,
  'table storage': ports.storage.table,
  Dataverse: ports.dataverse,
  'Key Vault': ports.keyVault,
  'ON24, North America': ports.on24.na,
  'ON24, Europe': ports.on24.eu,
  identity: ports.identity,
}

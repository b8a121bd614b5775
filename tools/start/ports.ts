import type { Ports } from '../environment/environment.ts'

/** The ports of everything that `npm start` runs; `app` is that of the app, also in Core Tools. */
export type StartPorts = { app: number; environment: Ports }

/**
 * The ports of local.settings.sample.json (those of storage are the ports of `UseDevelopmentStorage=true`), or nine in a
 * row, for a machine where Azurite or another environment runs already.
 * @param first the first of nine; undefined for the usual ones
 */
export function portsFrom(first?: number): StartPorts {
  if (first === undefined) {
    return {
      app: 7071,
      environment: {
        storage: { blob: 10000, queue: 10001, table: 10002 },
        dataverse: 7081,
        keyVault: 7082,
        on24: { na: 7083, eu: 7084 },
        identity: 7085,
      },
    }
  }
  return {
    app: first,
    environment: {
      dataverse: first + 1,
      keyVault: first + 2,
      on24: { na: first + 3, eu: first + 4 },
      identity: first + 5,
      storage: { blob: first + 6, queue: first + 7, table: first + 8 },
    },
  }
}

/** Each port of the environment by a name for people. */
export function namedPorts({ storage, dataverse, keyVault, on24, identity }: Ports): Record<string, number> {
  return {
    'blob storage': storage.blob,
    'queue storage': storage.queue,
    'table storage': storage.table,
    Dataverse: dataverse,
    'Key Vault': keyVault,
    'ON24, North America': on24.na,
    'ON24, Europe': on24.eu,
    identity,
  }
}

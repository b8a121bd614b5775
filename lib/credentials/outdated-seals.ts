import * as v from 'valibot'
import { odata, type Table } from '../core/table.ts'
import type { KeyRing } from './key-ring.ts'

const SealedRow = v.object({ envelope: v.pipe(v.string(), v.parseJson(), v.object({ kid: v.string() })) })

export type OutdatedSeals = ReturnType<typeof createOutdatedSeals>

/** Finds envelopes of a kind under an older key of the vault: ids of their configurations. @throws Unavailable */
export function createOutdatedSeals(table: Table, keys: Pick<KeyRing, 'newest'>) {
  return async (kind: 'configuration' | 'pending' | 'registrant-key'): Promise<string[]> => {
    const { version } = await keys.newest()
    const outdated: string[] = []
    for await (const { row, envelope } of table.list(SealedRow, odata`PartitionKey eq ${kind} and envelope ne ''`)) {
      if (envelope.kid !== version) outdated.push(row)
    }
    return outdated
  }
}

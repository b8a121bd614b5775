import * as v from 'valibot'
import { odata, type Table } from '../core/table.ts'
import type { KeyRing } from './key-ring.ts'

const SealedRow = v.object({
  envelope: v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ alg: v.picklist(['A256GCM', 'RSA-OAEP-256']), kid: v.string() }),
  ),
})

export type OutdatedSeals = ReturnType<typeof createOutdatedSeals>

/** Finds envelopes of a kind under an older key of the vault: ids of their configurations. @throws Unavailable */
export function createOutdatedSeals(table: Table, keys: Pick<KeyRing, 'isOutdated'>) {
  return async (kind: 'configuration' | 'pending' | 'registrant-key'): Promise<string[]> => {
    const outdated: string[] = []
    for await (const { row, envelope } of table.list(SealedRow, odata`PartitionKey eq ${kind} and envelope ne ''`)) {
      if (await keys.isOutdated(envelope)) outdated.push(row)
    }
    return outdated
  }
}

import { LRUCache } from 'lru-cache'
import * as v from 'valibot'
import { findIana, type WindowsZoneName } from 'windows-iana'
import type { Dataverse } from './client.ts'

const Row = v.object({ timezonecode: v.number(), standardname: v.string() })

const day = 24 * 60 * 60 * 1000

/**
 * IANA zones by Dataverse time-zone code: Dataverse knows the Windows name of a code, Unicode's table (windows-iana)
 * the IANA zone of that name. Held for a day, and longer while Dataverse is out.
 */
export function createTimeZones(dataverse: Dataverse) {
  const zones = new LRUCache<number, string>({
    max: 500,
    ttl: day,
    fetchMethod: (code, held) =>
      read(code).catch((error: unknown) => {
        if (held) return held
        throw error
      }),
  })
  async function read(code: number) {
    const query = { select: ['timezonecode', 'standardname'], filter: `timezonecode eq ${code}` }
    for await (const row of dataverse.rows(Row, 'timezonedefinitions', query)) {
      return findIana(row.standardname as WindowsZoneName)[0]
    }
    return undefined
  }
  /** The zone of a code, or undefined for a code that nobody knows. */
  return (code: number) => zones.fetch(code)
}

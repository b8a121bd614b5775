import { findIana, type WindowsZoneName } from 'windows-iana'
import { createStaleIfErrorCache } from '../core/cache.ts'
import { day } from '../core/time.ts'
import type { Dataverse } from './client.ts'
import { select } from './selection.ts'
import { tables } from './tables.ts'

/**
 * Zones that Dataverse still offers and Windows has given up, so that Unicode's table has them no longer
 * (learn.microsoft.com/windows-hardware/manufacture/desktop/default-time-zones). By name without “Standard Time”.
 */
const retired: Readonly<Record<string, string>> = {
  Armenian: 'Asia/Yerevan',
  Kamchatka: 'Asia/Kamchatka',
  Mexico: 'America/Mexico_City',
  // Chihuahua itself left this zone in 2022.
  'Mexico 2': 'America/Mazatlan',
  'Mid-Atlantic': 'Etc/GMT+2',
}

const timeZone = select(tables.timeZone, ['timezonecode', 'standardname'])

/**
 * IANA zones by Dataverse time-zone code: Dataverse knows the Windows name of a code, Unicode's table (windows-iana)
 * the IANA zone of that name. Held for a day, and longer while Dataverse is out.
 */
export function createTimeZones(dataverse: Dataverse) {
  /** The zone of a code, or undefined for a code that nobody knows. */
  return createStaleIfErrorCache(day, async (code: number) => {
    for await (const row of dataverse.rows(timeZone, { filter: `timezonecode eq ${code}` })) {
      return findIana(row.standardname as WindowsZoneName)[0] ?? retired[row.standardname.replace(' Standard Time', '')]
    }
    return undefined
  })
}

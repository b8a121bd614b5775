import { findIana, findWindows, type WindowsZoneName } from 'windows-iana'
import { createStaleIfErrorCache } from '../core/cache.ts'
import { day } from '../core/time.ts'
import { type Dataverse, quoted } from './client.ts'
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

/** The Dataverse code of an IANA zone, the other way round; undefined for a zone that Dataverse does not have. */
export async function timeZoneCode(zone: string, dataverse: Pick<Dataverse, 'rows'>): Promise<number | undefined> {
  const [windows = findWindows(formerName(zone))[0]] = findWindows(zone)
  const filter = windows && `standardname eq ${quoted(windows)}`
  if (!filter) return undefined
  for await (const { timezonecode } of dataverse.rows(timeZone, { filter })) return timezonecode ?? undefined
  return undefined
}

/** The name that Unicode's table has for a zone that was renamed since, such as Europe/Kyiv. */
function formerName(zone: string) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return zone
  }
}

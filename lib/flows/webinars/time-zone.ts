import type { WebinarRow } from '../../model/crm.ts'
import type { Services } from '../../services.ts'

/** The IANA zone by whose clock an event or session is planned; a session goes by its event. */
export async function timeZoneOf({ timeZoneCode }: WebinarRow, { timeZoneOfCode }: Pick<Services, 'timeZoneOfCode'>) {
  return timeZoneCode === undefined ? undefined : timeZoneOfCode(timeZoneCode)
}

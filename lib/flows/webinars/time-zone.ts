import type { Webinars } from '../../dataverse/webinars.ts'
import type { WebinarRow } from '../../model/crm.ts'

export type Neighbours = {
  crm: Pick<Webinars, 'timeZoneCodes'>
  zoneOf(code: number): Promise<string | undefined>
}

/** The IANA zone by whose clock an event or session is planned; a session goes by its event. */
export async function zoneOfWebinar({ timeZoneCode, eventId }: WebinarRow, { crm, zoneOf }: Neighbours) {
  const code = timeZoneCode ?? (await crm.timeZoneCodes([eventId])).get(eventId)
  return code === undefined ? undefined : zoneOf(code)
}

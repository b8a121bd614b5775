import type { Webinar } from '../model.ts'

/** A condition for rows of one webinar. Those of a session that is a webinar of its own name its event, too. */
export function aboutWebinar({ table, id }: Pick<Webinar, 'table' | 'id'>): string {
  return table === 'msevtmgt_session'
    ? `_wbc_sessionid_value eq ${id}`
    : `_wbc_eventid_value eq ${id} and _wbc_sessionid_value eq null`
}

import { AppError } from '../core/errors.ts'
import type { WebinarRow } from '../model/crm.ts'
import type { Venue } from '../model/webinar.ts'
import type { Dataverse } from './client.ts'
import { maybeRelated, select } from './selection.ts'
import { tables } from './tables.ts'

const building = {
  building: maybeRelated(
    'msevtmgt_building',
    select(tables.building, [
      ...(['msevtmgt_name', 'msevtmgt_addressline1', 'msevtmgt_addressline2', 'msevtmgt_addressline3'] as const),
      ...(['msevtmgt_postalcode', 'msevtmgt_city', 'msevtmgt_stateprovince', 'msevtmgt_country'] as const),
    ]),
  ),
}
const selections = { event: select(tables.event, ['id'], building), session: select(tables.session, ['id'], building) }

/** Buildings in which events and sessions take place. */
export function createVenues(dataverse: Dataverse) {
  return {
    /**
     * Where people come in person. Undefined too where the connector may not read it: its role got that right later than
     * others, and older environments lack the column.
     */
    async venueOf({ kind, id }: Pick<WebinarRow, 'kind' | 'id'>): Promise<Venue | undefined> {
      const row = await dataverse.row(selections[kind], id).catch(ifHidden)
      if (!row?.building?.msevtmgt_name) return undefined
      const { msevtmgt_name: venue, msevtmgt_postalcode, msevtmgt_city, ...rest } = row.building
      const town = [msevtmgt_postalcode, msevtmgt_city].filter(Boolean).join(' ')
      const lines = [rest.msevtmgt_addressline1, rest.msevtmgt_addressline2, rest.msevtmgt_addressline3, town]
      const address = [...lines, rest.msevtmgt_stateprovince, rest.msevtmgt_country].filter(Boolean).join(', ')
      return { venue, address }
    },
  }
}

function ifHidden(error: unknown): undefined {
  const code = error instanceof AppError ? error.userMessage.code : undefined
  if (code === 'dataverse_no_access' || code === 'dataverse_refused') return undefined
  throw error
}

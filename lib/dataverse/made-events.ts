import type { Owner } from '../model/crm.ts'
import type { EventDraft } from '../model/event-draft.ts'
import type { Dataverse } from './client.ts'
import { makeOnce } from './make-once.ts'
import { optionOfLanguage, options } from './options.ts'
import { ownerAddress } from './owner.ts'
import { select } from './selection.ts'
import type { Values } from './table-definition.ts'
import { tables } from './tables.ts'
import { timeZoneCode } from './time-zones.ts'

const webinarType = select(tables.webinarType, ['id', 'msevtmgt_name', 'msevtmgt_value', 'statecode'])

/** Events that the connector makes of webinars, which is the other way round. */
export function createMadeEvents(dataverse: Pick<Dataverse, 'rows' | 'upsert'>) {
  return {
    /** The types of webinars that the form of events shows for an account. */
    async webinarTypesOf(configuration: string): Promise<{ id: string; name: string; value: string }[]> {
      const filter = `_msevtmgt_webinarconfiguration_value eq ${configuration} and statecode eq 0`
      const rows = await Array.fromAsync(dataverse.rows(webinarType, { filter }))
      return rows.map((row) => ({ id: row.id, name: row.msevtmgt_name, value: row.msevtmgt_value }))
    },

    /** The code of an IANA zone; undefined if Dataverse does not have it. */
    timeZoneCodeOf: (zone: string) => timeZoneCode(zone, dataverse),

    /** Whether the form of events offers a language. */
    offersLanguage: (language: string) => optionOfLanguage(language) !== undefined,

    /**
     * Makes an event, as `makeOnce` does.
     * @param owner left out, it is the connector's
     * @returns false if there is one of this id
     */
    createEvent: (draft: EventDraft, owner: Owner | undefined): Promise<boolean> =>
      makeOnce(owner, (owner) => dataverse.upsert(tables.event, draft.id, toRow(draft, owner), true)),
  }
}

function toRow(draft: EventDraft, owner: Owner | undefined): Values<typeof tables.event> {
  const language = optionOfLanguage(draft.language)
  return {
    msevtmgt_name: draft.title,
    msevtmgt_description: draft.description || null,
    msevtmgt_eventformat: options.format.webinar,
    // Such columns take the wall clock with a Z that does not mean UTC.
    msevtmgt_eventstartdate: `${draft.start}Z`,
    msevtmgt_eventenddate: `${draft.end}Z`,
    msevtmgt_eventtimezone: draft.timeZoneCode,
    'msevtmgt_WebinarConfigurationId@odata.bind': `/${tables.configuration.set}(${draft.configuration})`,
    msevtmgt_webinarid: draft.webinarId,
    ...(language !== undefined && { msevtmgt_language: language }),
    ...(draft.type && { 'msevtmgt_WebinarType@odata.bind': `/${tables.webinarType.set}(${draft.type})` }),
    ...(owner && { 'ownerid@odata.bind': ownerAddress(owner) }),
  }
}

import type { CheckIn, OwnedCheckIn, Owner, WebinarKind } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { fieldsOf, metricColumns, toColumns } from './field-columns.ts'
import { options } from './options.ts'
import { ownerAddress, ownerColumns, toOwner } from './owner.ts'
import { select } from './selection.ts'
import type { Values } from './table-definition.ts'
import { tables } from './tables.ts'

const checkIn = select(tables.checkIn, [
  'id',
  '_msevtmgt_registrationid_value',
  '_msevtmgt_sessionregistration_value',
  '_msevtmgt_contact_value',
  '_msevtmgt_event_value',
  '_msevtmgt_sessionattended_value',
  'msevtmgt_checkintime',
  'msevtmgt_checkouttime',
  ...Object.values(metricColumns),
])

const owners = { event: select(tables.event, ownerColumns), session: select(tables.session, ownerColumns) }

/** Check-ins: who was there, for how long. */
export function createCheckIns(dataverse: Dataverse) {
  return {
    /** The check-ins that stand in CRM for an event or session. */
    async *checkInsOf(kind: WebinarKind, webinarRow: string): AsyncGenerator<CheckIn> {
      const lookup = kind === 'event' ? '_msevtmgt_event_value' : '_msevtmgt_sessionattended_value'
      const filter = `${lookup} eq ${webinarRow} and msevtmgt_checkintype eq ${options.checkIn[kind]}`
      for await (const row of dataverse.rows(checkIn, { filter })) {
        yield {
          id: row.id,
          kind,
          eventRegistrationId: row._msevtmgt_registrationid_value ?? '',
          sessionRegistrationId: row._msevtmgt_sessionregistration_value ?? undefined,
          contactId: row._msevtmgt_contact_value ?? undefined,
          eventId: row._msevtmgt_event_value ?? '',
          sessionId: row._msevtmgt_sessionattended_value ?? undefined,
          from: row.msevtmgt_checkintime ?? undefined,
          to: row.msevtmgt_checkouttime ?? undefined,
          metrics: fieldsOf(metricColumns, row),
        }
      }
    },

    /** The owner of an event or session. */
    async webinarOwner(kind: WebinarKind, webinarRow: string): Promise<Owner | undefined> {
      const row = await dataverse.row(owners[kind], webinarRow)
      return row && toOwner(row)
    },

    /** Creates or changes check-ins, all or none. Throws `RefusedError` if Dataverse takes offence at one of them. */
    async writeCheckIns(checkIns: readonly OwnedCheckIn[]) {
      await dataverse.upsertAll(tables.checkIn, checkIns.map(toRow))
    },
  }
}

function toRow({
  owner,
  contactId,
  sessionId,
  sessionRegistrationId,
  ...checkIn
}: OwnedCheckIn): Values<typeof tables.checkIn> {
  return {
    msevtmgt_checkinid: checkIn.id,
    msevtmgt_checkintype: options.checkIn[checkIn.kind],
    'msevtmgt_RegistrationId@odata.bind': `/${tables.eventRegistration.set}(${checkIn.eventRegistrationId})`,
    ...(contactId && { 'msevtmgt_Contact@odata.bind': `/${tables.contact.set}(${contactId})` }),
    'msevtmgt_Event@odata.bind': `/${tables.event.set}(${checkIn.eventId})`,
    ...(sessionId && { 'msevtmgt_SessionAttended@odata.bind': `/${tables.session.set}(${sessionId})` }),
    ...(sessionRegistrationId && {
      'msevtmgt_SessionRegistration@odata.bind': `/${tables.sessionRegistration.set}(${sessionRegistrationId})`,
    }),
    msevtmgt_checkintime: checkIn.from?.toISOString() ?? null,
    msevtmgt_checkouttime: checkIn.to?.toISOString() ?? null,
    ...toColumns(metricColumns, checkIn.metrics),
    ...(owner && { 'ownerid@odata.bind': ownerAddress(owner) }),
  }
}

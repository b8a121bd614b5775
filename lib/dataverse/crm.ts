import { createAccountSettings } from './account-settings.ts'
import { createAttendees } from './attendees.ts'
import { createChanges } from './changes.ts'
import { createCheckIns } from './check-ins.ts'
import type { Dataverse } from './client.ts'
import { createConfigurations } from './configurations.ts'
import { createConsents } from './consents.ts'
import { createContactConsents } from './contact-consents.ts'
import { createContacts } from './contacts.ts'
import { createFieldMappings } from './field-mappings.ts'
import { createFoundWebinars } from './found-webinars.ts'
import { createLedger } from './ledger.ts'
import { createMadeEvents } from './made-events.ts'
import { createMadeRegistrations } from './made-registrations.ts'
import { createNotifications } from './notifications.ts'
import { createOwnDefinitions } from './own-definitions.ts'
import { createOwnRows } from './own-rows.ts'
import { createPastAttendees } from './past-attendees.ts'
import { createPeople } from './people.ts'
import { createPlannedWebinars } from './planned-webinars.ts'
import { createProviderFields } from './provider-fields.ts'
import { createRegistrationStatuses } from './registration-statuses.ts'
import { createRegistrations } from './registrations.ts'
import { createRequests } from './requests.ts'
import type { StatusReasonSetting } from './status-reason-setting.ts'
import { createVenues } from './venues.ts'
import { createWebinarTypes } from './webinar-types.ts'
import { createWebinars } from './webinars.ts'

export type Crm = ReturnType<typeof createCrm>

/** Everything that is read from and written to Dataverse. */
export function createCrm(dataverse: Dataverse, statusReasons: StatusReasonSetting) {
  const definitions = createOwnDefinitions(dataverse)
  const ownRows = createOwnRows(dataverse, definitions)
  return {
    ...createConfigurations(dataverse),
    ...createConsents(dataverse),
    ...createRegistrations(dataverse, createRegistrationStatuses(dataverse, statusReasons), definitions),
    ...createWebinars(dataverse),
    ...createPlannedWebinars(dataverse),
    ...createWebinarTypes(dataverse),
    ...createVenues(dataverse),
    ...createCheckIns(dataverse),
    ...createRequests(dataverse, definitions),
    ...ownRows,
    ...createAccountSettings(dataverse, definitions, ownRows),
    ...createAttendees(dataverse, definitions, ownRows),
    ...createPeople(dataverse, definitions),
    ...createPastAttendees(dataverse, definitions, ownRows),
    ...createLedger(ownRows, definitions),
    ...createFoundWebinars(dataverse, definitions, ownRows),
    ...createMadeEvents(dataverse),
    ...createFieldMappings(dataverse, definitions),
    ...createProviderFields(dataverse, definitions, ownRows),
    ...createContacts(dataverse),
    ...createContactConsents(dataverse, definitions, ownRows),
    ...createMadeRegistrations(dataverse),
    ...createNotifications(dataverse),
    ...createChanges(dataverse),
  }
}

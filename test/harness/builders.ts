import type { Configuration } from '../../lib/model/configuration.ts'
import type {
  ConfigurationRow,
  PlannedWebinar,
  Registration,
  RegistrationKey,
  WebinarRow,
} from '../../lib/model/crm.ts'
import type { Attendance, Registrant, WebinarPlan } from '../../lib/model/webinar.ts'
import type { WebinarMapping } from '../../lib/rules/mapping/held-lines.ts'

// Model objects for tests. A test names only the facts that matter to it, so that a new field changes one place.

type Contact = Registration['contact']

const rowId = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001'
const configuredAt = new Date('2026-03-01T10:00:00Z')

/** Ada Byron, as CRM knows her. */
export function aContact(facts: Partial<Contact> = {}): Contact {
  const name = { firstName: 'Ada', lastName: 'Byron' }
  return { ...name, email: 'ada@example.test', company: 'Engines', jobTitle: 'CTO', ...facts }
}

/** The same contact as a provider gets her. */
export function aRegistrant(facts: Partial<Registrant> = {}): Registrant {
  return { registrationId: 'a', ...aContact(), ...facts }
}

/** Her registration for an event, active and not yet sent. */
export function aRegistration(facts: Partial<Registration> = {}): Registration {
  const outcome = { synced: false, state: 'pending', text: '', providerId: undefined } as const
  const createdOn = new Date('2026-05-01T10:00:00Z')
  return {
    kind: 'event',
    id: 'a',
    standing: 'registered',
    createdOn,
    contactId: 'ada',
    contact: aContact(),
    outcome,
    etag: 'W/"1"',
    ...facts,
  }
}

/** A registration as attendance is matched with it: an event's own, without an address. */
export function aRegistrationKey(facts: Partial<RegistrationKey> & { id: string }): RegistrationKey {
  const { id } = facts
  return {
    owner: undefined,
    contactId: `contact of ${id}`,
    email: '',
    providerId: undefined,
    eventRegistrationId: id,
    ...facts,
  }
}

/** A minute of attendance that carries no registration. */
export function anAttendance(facts: Partial<Attendance> = {}): Attendance {
  const seen = { firstSeen: undefined, lastSeen: undefined, metrics: { minutes: 1, questions: 0 } }
  return { providerId: '700', email: 'ada@example.test', registrationId: undefined, ...seen, ...facts }
}

/** An online event with a webinar and no end. */
export function aWebinarRow(facts: Partial<WebinarRow> = {}): WebinarRow {
  const webinar = {
    online: true,
    streaming: undefined,
    configuration: 'c',
    webinarId: '5000001',
    cancelled: false,
    start: undefined,
    end: undefined,
  }
  return { kind: 'event', table: 'events', id: 'e', eventId: 'e', timeZoneCode: 92, ...webinar, ...facts }
}

/** An event with all that a webinar needs, for which none is made yet. */
export function aPlannedWebinar(facts: Partial<PlannedWebinar> = {}): PlannedWebinar {
  return {
    ...aWebinarRow({ webinarId: undefined, end: '2026-07-01T19:00:00' }),
    ...{ active: true, createdOn: new Date('2026-01-01T00:00:00Z'), etag: '*' },
    ...{ title: 'Demo', description: '', start: '2026-07-01T18:00:00', type: 'fav', language: 'de' },
    ...{ hybrid: false, draft: true },
    ...{ shown: { links: [], columns: {} }, owner: undefined, ...facts },
  }
}

/** A webinar of an hour in Berlin. */
export function aWebinarPlan(facts: Partial<WebinarPlan> = {}): WebinarPlan {
  const when = { start: new Date('2026-07-01T16:00:00Z'), minutes: 60, zone: 'Europe/Berlin' }
  return { title: 'Demo', description: '', ...when, type: 'fav', language: 'de', ...facts }
}

/** A healthy account. */
export function aConfiguration(facts: Partial<Configuration> = {}): Configuration {
  return {
    ...{ id: rowId, provider: 'on24', region: 'na', clientId: '1', etag: 'W/"1"' },
    ...{ configuredAt, lastMetricsUpdate: null, lastUsed: configuredAt, deleteCancelledWebinars: false, generation: 2 },
    ...{ terms: { acceptedAt: configuredAt, acceptedBy: null } },
    ...{
      health: {
        status: 'healthy',
        message: { code: 'credentials_accepted', provider: 'ON24' },
        checkedAt: configuredAt,
      },
      ...facts,
    },
  }
}

/** The row of an account into which nothing is typed. */
export function aConfigurationRow(facts: Partial<ConfigurationRow> = {}): ConfigurationRow {
  return {
    ...{ id: rowId, active: true, providerName: 'ON24', providerRow: 'a-provider', etag: 'W/"1"' },
    ...{ clientId: '', accessTokenKey: '', accessTokenSecret: '', generation: 0, modifiedBy: undefined, ...facts },
  }
}

/** A webinar whose form is not known, in an account without a mapping. */
export const nothingMapped: WebinarMapping = {
  ...{ lines: [], fields: [], form: undefined, readAt: undefined, columns: undefined },
}

import { type Config, readConfig } from './config.ts'
import { createAccountSettings } from './dataverse/account-settings.ts'
import { createOwnDefinitions } from './dataverse/own-definitions.ts'
import { createOwnRows } from './dataverse/own-rows.ts'
import { tables } from './dataverse/tables.ts'
import { createJoining } from './flows/registrations/join.ts'
import { openDataverse } from './open-dataverse.ts'
import { openIdentity } from './open-identity.ts'
import type { Services } from './services.ts'
import { openTables } from './storage-tables.ts'
import { createAttendanceStore } from './stores/attendance.ts'
import { createEntranceStore } from './stores/entrances.ts'
import { createRegistrationStore } from './stores/registrations.ts'

type Rest = Pick<Services, 'accountFor' | 'registrantCipherFor' | 'timeZoneOfCode' | 'crm'>
type Load = () => Promise<{ app(): Rest }>

let built: ReturnType<typeof build> | undefined

/**
 * The part of the app that a join link needs.
 * @param load brings the rest, for an account that takes a log-in only, and where nothing was noted of a webinar
 * @throws Misconfigured
 */
export function join(load: Load) {
  built ??= build(readConfig(), load)
  return built
}

function build(config: Config, load: Load) {
  const now = () => new Date()
  const identity = openIdentity(config.storage)
  // The timers report records that cannot be read.
  const { table } = openTables(config.storage, identity, () => undefined)
  const { dataverse } = openDataverse(config, identity, table, now)
  const definitions = createOwnDefinitions(dataverse)
  const { accountSettings } = createAccountSettings(dataverse, definitions, createOwnRows(dataverse, definitions))
  const rest = async () => (await load()).app()
  return createJoining({
    crm: {
      accountSettings,
      webinarTableOf: (kind) => tables[kind].name,
      plannedWebinar: async (row) => (await rest()).crm.plannedWebinar(row),
    },
    registrationStore: createRegistrationStore(table('registrations'), table('registrants'), now),
    entranceStore: createEntranceStore(table('webinars')),
    attendanceStore: createAttendanceStore(table('webinars')),
    accountFor: async (configuration) => (await rest()).accountFor(configuration),
    registrantCipherFor: async (configuration) => (await rest()).registrantCipherFor(configuration),
    timeZoneOfCode: async (code) => (await rest()).timeZoneOfCode(code),
    now,
  })
}

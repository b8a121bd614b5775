import * as v from 'valibot'
import { createStaleIfErrorCache } from '../core/cache.ts'
import { day } from '../core/time.ts'
import type { Standing, WebinarKind } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { registrationTables } from './registration-tables.ts'
import type { StatusReasonSetting } from './status-reason-setting.ts'

/** A status reason of a registration table, and how it is read. */
export type StatusReason = { value: number; label: string; standing: Standing }

/**
 * Labels by standing, in English and German, without blanks and dashes. The numbers are documented nowhere; names:
 * learn.microsoft.com/dynamics365/customer-insights/journeys/set-up-and-manage-waitlist and .../cancel-registration. The
 * German ones are a best guess.
 */
const labels: Record<Exclude<Standing, 'unknown'>, readonly string[]> = {
  registered: ['registered', 'active', 'registriert', 'angemeldet', 'aktiv'],
  waitlisted: [
    'waitlisted',
    'waitlist',
    'waitinglist',
    'onwaitlist',
    'warteliste',
    'aufwarteliste',
    'aufderwarteliste',
  ],
  'on hold': ['onhold', 'zurückgestellt', 'angehalten', 'inwarteposition', 'inderwarteschleife'],
  cancelled: ['canceled', 'cancelled', 'inactive', 'storniert', 'abgesagt', 'abgemeldet', 'abgebrochen', 'inaktiv'],
  'checked in': ['checkedin', 'eingecheckt'],
}
const standings = Object.keys(labels) as Exclude<Standing, 'unknown'>[]

/** Every table's first reason for an active row. */
const platformActive = 1

const Label = v.object({ Label: v.string() })
const StatusOption = v.object({
  Value: v.number(),
  State: v.number(),
  InvariantName: v.nullish(v.string(), null),
  Label: v.object({ LocalizedLabels: v.array(Label), UserLocalizedLabel: v.nullish(Label) }),
})
const StatusAttribute = v.object({ OptionSet: v.object({ Options: v.array(StatusOption) }) })

/**
 * The status reasons of registrations, as the table's definition has them
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api). Held for a day, and longer while
 * Dataverse is out.
 */
export function createRegistrationStatuses(dataverse: Pick<Dataverse, 'read'>, setting: StatusReasonSetting) {
  const held = createStaleIfErrorCache(day, readReasons)
  async function readReasons(kind: WebinarKind): Promise<readonly StatusReason[]> {
    const { name } = registrationTables[kind].table
    const attribute = `EntityDefinitions(LogicalName='${name}')/Attributes(LogicalName='statuscode')`
    const path = `${attribute}/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$select=LogicalName&$expand=OptionSet`
    const { OptionSet } = await dataverse.read(StatusAttribute, path)
    return OptionSet.Options.map((option) => ({
      value: option.Value,
      label: (option.Label.UserLocalizedLabel ?? option.Label.LocalizedLabels[0])?.Label ?? '',
      standing: setting[kind].get(option.Value) ?? standingOf(option),
    }))
  }
  const statusReasons = async (kind: WebinarKind) => (await held(kind)) ?? []

  return {
    statusReasons,
    /** How each status reason is read, by its number. */
    async standings(kind: WebinarKind): Promise<ReadonlyMap<number, Standing>> {
      return new Map((await statusReasons(kind)).map(({ value, standing }) => [value, standing]))
    },
  }
}

export type RegistrationStatuses = ReturnType<typeof createRegistrationStatuses>

function standingOf({ Value, State, InvariantName, Label }: v.InferOutput<typeof StatusOption>): Standing {
  if (State !== 0) return 'cancelled'
  const names = [InvariantName ?? '', ...Label.LocalizedLabels.map((one) => one.Label)].map(plain)
  const known = standings.find((standing) => labels[standing].some((label) => names.includes(label)))
  // In a language that is not known here, rows with the reason that all tables begin with are registered.
  return known ?? (Value === platformActive ? 'registered' : 'unknown')
}

function plain(label: string) {
  return label.replace(/[\s\p{Pd}]/gu, '').toLowerCase()
}

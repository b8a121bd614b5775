import type { Store } from './store.ts'
import type { Table } from './types.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api#querying-entitymetadata-attributes
// and .../webapi/reference/statusoptionmetadata

const GERMAN: Record<string, string> = {
  Active: 'Aktiv',
  Inactive: 'Inaktiv',
  Registered: 'Registriert',
  Waitlisted: 'Auf Warteliste',
  Canceled: 'Storniert',
  'Checked in': 'Eingecheckt',
  'On hold': 'Zurückgestellt',
}

/** A status reason as an option of its column. */
type StatusOption = { Value: number; State: number | undefined; Label: Record<string, unknown> } & Record<
  string,
  unknown
>

/** The status reasons of a table, with labels in the base language of the organisation alone. */
export function statusOptions(store: Store, { name, columns: { statuscode } }: Table): StatusOption[] {
  const [organization] = store.entries('organization')
  const language = Number(organization?.values.languagecode)
  const { options = {}, states = {} } = statuscode?.type === 'choice' ? statuscode : {}
  return Object.entries(options).map(([reason, english]) => {
    const renamed = store.labels.get(`${name} ${reason}`)
    const label = {
      Label: renamed ?? (language === 1031 ? (GERMAN[english] ?? english) : english),
      LanguageCode: language,
    }
    return {
      '@odata.type': '#Microsoft.Dynamics.CRM.StatusOptionMetadata',
      ...{ Value: Number(reason), State: states[Number(reason)], TransitionData: null, InvariantName: null },
      Label: { LocalizedLabels: [label], UserLocalizedLabel: label },
    }
  })
}

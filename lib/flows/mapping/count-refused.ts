import type { WebinarKind } from '../../model/crm.ts'
import { mayKeepOut, type WebinarMapping } from '../../rules/mapping/held-lines.ts'
import { withFields } from '../../rules/mapping/mapped-fields.ts'
import { effectiveRegistration } from '../../rules/registrations/desired-state.ts'
import { isActive } from '../../rules/registrations/standing.ts'
import type { Services } from '../../services.ts'

/** Registrations that the provider will not take, and how many of them by each field that is at fault. */
export type RefusedRegistrations = { count: number; byField: ReadonlyMap<string, number> }

/** Counts who of a webinar's registrations would be refused for what its form asks. Reads none where nobody can be. */
export async function countRefused(
  webinar: { kind: WebinarKind; id: string; cancelled: boolean },
  mapping: WebinarMapping,
  { crm }: Pick<Services, 'crm'>,
): Promise<RefusedRegistrations> {
  const byField = new Map<string, number>()
  let count = 0
  if (!mayKeepOut(mapping)) return { count, byField }
  for await (const row of crm.registrationsWithContacts(webinar.kind, webinar.id, mapping.columns)) {
    const { faults = [], ...registration } = withFields(effectiveRegistration(row, webinar), mapping)
    if (!isActive(registration) || faults.length === 0) continue
    count += 1
    for (const { field } of faults) byField.set(field, (byField.get(field) ?? 0) + 1)
  }
  return { count, byField }
}

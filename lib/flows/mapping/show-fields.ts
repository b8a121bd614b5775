import { RefusedError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { RequestSubject } from '../../model/request.ts'
import { shownFields } from '../../rules/mapping/shown-fields.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import { requireWebinar } from '../operations/backfill.ts'
import { connectOrExplain } from '../operations/plan-backfill.ts'
import { countRefused } from './count-refused.ts'
import { tellProblems } from './tell-problems.ts'

/**
 * Reads the registration form of a webinar at the provider now, or of the next webinar of an account, and shows its fields
 * in CRM.
 * @throws NotFound, Refused where it cannot be read or shown, Unavailable
 */
export async function showFields(
  { kind, table, id }: RequestSubject,
  services: Services,
): Promise<readonly [UserMessage]> {
  if (kind === 'configuration') return showFieldsOfAccount(id, services)
  const webinar = await requireWebinar({ table, id }, services.crm)
  const connected = await connectOrExplain(webinar, services)
  if ('problem' in connected) throw new RefusedError(connected.problem)
  const { account, configuration, webinarId } = connected
  const place = { configuration, webinarId, kind: webinar.kind, webinarRow: id }
  const form = await services.readForm(place, account)
  if (!form) throw new RefusedError({ code: 'fields_hidden' })
  await tellProblems(configuration, services)
  const { byField } = await countRefused(webinar, await services.mappingOf(place, account), services)
  const scope = { kind: webinar.kind, id }
  await show(scope, shownFields(scope, form, account.registrantFields, byField), services)
  return [{ code: 'fields_shown', count: form.length, required: form.filter(({ required }) => required).length }]
}

async function showFieldsOfAccount(configuration: string, services: Services): Promise<readonly [UserMessage]> {
  const account = await services.accountFor(configuration)
  if (!account) throw new RefusedError({ code: 'credentials_not_kept' })
  const webinar = await nextWebinar(configuration, services)
  const place = webinar && { configuration, webinarId: webinar.webinarId, kind: webinar.kind, webinarRow: webinar.id }
  const form = place && (await services.readForm(place, account))
  await tellProblems(configuration, services)
  const scope = { kind: 'account', id: configuration } as const
  const fields = shownFields(scope, form ?? [], account.registrantFields, undefined)
  await show(scope, fields, services)
  if (!form) return [{ code: 'fields_documented', count: fields.length }]
  return [{ code: 'fields_shown', count: form.length, required: form.filter(({ required }) => required).length }]
}

async function show(...[scope, fields, { crm }]: [...Parameters<Services['crm']['showProviderFields']>, Services]) {
  if (!(await crm.showProviderFields(scope, fields))) throw new RefusedError({ code: 'no_field_tables' })
}

/** The webinar of an account that is held next: its form is the one that people see first. */
async function nextWebinar(configuration: string, { crm, now }: Services) {
  let next: (WebinarRow & { webinarId: string }) | undefined
  for await (const webinar of crm.webinarsOf(configuration)) {
    const { webinarId, start = '', end } = webinar
    if (!webinarId || !isWebinar(webinar) || webinar.cancelled || !mayLieAhead(end, now())) continue
    if (!next || start < (next.start ?? '')) next = { ...webinar, webinarId }
  }
  return next
}

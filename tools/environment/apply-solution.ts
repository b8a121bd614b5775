import type { Identity } from '@webinar-connector/azure-emulators/identity'
import type { Dataverse } from '@webinar-connector/dataverse-emulator'
import { createCrm } from '../../crm/api.ts'
import { applyAll } from '../../crm/apply.ts'
import { planPeopleRoles } from '../../crm/components/people-roles.ts'
import { planSolution } from '../../crm/components/plan-solution.ts'
import { rootUnit } from '../../crm/role.ts'
import { readDefinitions } from '../../crm/table-definitions.ts'

/**
 * Makes the connector's own solution in an embedded environment, as `npm run crm -- apply` does: tables, views, app, page and
 * the roles for people. Webhooks and the app's role are left out.
 * @throws AppError where the environment does not take it
 */
export async function applySolution({ dataverse, identity }: { dataverse: Dataverse; identity: Identity }) {
  const silent = { wait: async () => {}, print: () => {} }
  const crm = createCrm(dataverse.url, () => tokenFor(identity, dataverse.url), silent)
  const { changes, obstacle } = await planSolution(crm)
  if (obstacle) throw new Error(obstacle)
  await applyAll(changes, silent.print, false)
  const { definitions } = await readDefinitions(crm)
  await applyAll(await planPeopleRoles(crm, await rootUnit(crm), definitions, () => undefined), silent.print, false)
}

async function tokenFor({ settings, header }: Identity, resource: string) {
  const query = new URLSearchParams({ 'api-version': '2019-08-01', resource })
  const answer = await fetch(`${settings.IDENTITY_ENDPOINT}?${query}`, { headers: { 'x-identity-header': header } })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}

import { minute } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { recordDone } from '../operations/audited.ts'

/** A message tries more often than this; what was left alone for so long has none. */
const leftAlone = 30 * minute

/** Credentials that wait, and that no message is trying, are tried anew; how many sets that were. */
export async function enqueuePending({ pendingCredentials, wakeConfigurations, now }: Services) {
  const before = now().getTime() - leftAlone
  const idle = (await pendingCredentials.all()).filter(({ triedAt }) => triedAt.getTime() < before)
  await wakeConfigurations(idle.map(({ row }) => row))
  return idle.length
}

/**
 * Accepted terms wake what waits for them: credentials to be proven, and the webinars of every account.
 * @param consent the row that was changed
 */
export async function wakeForTerms(consent: string, services: Services) {
  const { crm, credentialStore, pendingCredentials, wakeConfigurations, resume } = services
  await recordTerms(consent, services)
  if (!(await crm.acceptedTerms(undefined))) return 'nothing'
  await wakeConfigurations((await pendingCredentials.all()).map(({ row }) => row))
  for (const { id } of await credentialStore.configurations()) await resume(id)
  return 'done'
}

/** Records who accepted the terms in Dynamics; the row that the app itself wrote shows an act that is recorded. */
async function recordTerms(consent: string, { crm, ownUser, auditTrail }: Services) {
  const terms = await crm.termsOfRow(consent)
  if (!terms?.acceptedBy || terms.acceptedBy === (await ownUser())) return
  const actor = { by: 'dynamics', id: terms.acceptedBy } as const
  await recordDone({ action: 'terms_accepted', actor, act: consent, at: terms.acceptedAt }, { auditTrail })
}

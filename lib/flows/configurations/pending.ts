import { minute } from '../../core/time.ts'
import type { Services } from '../../services.ts'

/** A message tries more often than this; what was left alone for so long has none. */
const leftAlone = 30 * minute

/** Credentials that wait, and that no message is trying, are tried anew; how many sets that were. */
export async function enqueuePending({ pendingCredentials, wakeConfigurations, now }: Services) {
  const before = now().getTime() - leftAlone
  const idle = (await pendingCredentials.all()).filter(({ triedAt }) => triedAt.getTime() < before)
  await wakeConfigurations(idle.map(({ row }) => row))
  return idle.length
}

/** Accepted terms wake what waits for them: credentials to be proven, and the webinars of every account. */
export async function wakeForTerms({ crm, credentialStore, pendingCredentials, wakeConfigurations, resume }: Services) {
  if (!(await crm.acceptedTerms(undefined))) return 'nothing'
  await wakeConfigurations((await pendingCredentials.all()).map(({ row }) => row))
  for (const { id } of await credentialStore.configurations()) await resume(id)
  return 'done'
}

import * as v from 'valibot'
import type { Crm } from './api.ts'
import { RefusedError } from './errors.ts'
import { checkReachable, networkFault, outOfReach } from './network.ts'

/**
 * A token for a resource.
 * @param authority address of Entra ID, which the Azure CLI and this command sign in at
 * @throws RefusedError that tells a missing network from a missing sign-in
 */
export async function tokenFor(
  identity: { getToken(scope: string): Promise<{ token: string }> },
  resource: string,
  authority: string,
) {
  try {
    return (await identity.getToken(`${resource}/.default`)).token
  } catch (cause) {
    // Entra ID and the Azure CLI tell these apart in prose only.
    await checkReachable(resource)
    await checkReachable(authority)
    throw new RefusedError(
      `Azure gives you no token for ${resource}: check the address, and sign in to its tenant (az login).`,
      { cause },
    )
  }
}

/**
 * Id of the signed-in user.
 * @throws RefusedError if that address is no environment, or cannot be reached
 */
export async function signIn(crm: Crm): Promise<string> {
  const Who = v.object({ UserId: v.string() })
  const who = await crm.read(Who, 'WhoAmI').catch((error: unknown) => {
    if (error instanceof RefusedError) throw error
    const fault = networkFault(error)
    throw fault ? new RefusedError(outOfReach(crm.url, fault), { cause: error }) : noEnvironment(crm, error)
  })
  if (!who) throw noEnvironment(crm)
  return who.UserId
}

function noEnvironment(crm: Crm, cause?: unknown) {
  return new RefusedError(`There is no Dataverse environment at ${crm.url}: check --url.`, { cause })
}

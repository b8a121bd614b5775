import * as v from 'valibot'
import type { Crm } from './api.ts'
import { RefusedError } from './errors.ts'
import { checkReachable, networkFault, outOfReach } from './network.ts'

/** Nobody is signed in, or who is may not have a token for that resource. */
export class NoTokenError extends RefusedError {}

/**
 * A token for a resource.
 * @param resource its address, or its client id
 * @param authority address of Entra ID, which the Azure CLI and this command sign in at
 * @throws RefusedError where the network is in the way, NoTokenError where the sign-in is
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
    if (URL.canParse(resource)) await checkReachable(resource)
    await checkReachable(authority)
    throw new NoTokenError(
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

import { NoTokenError } from '../../crm/sign-in.ts'
import type { Azure } from './azure.ts'
import { CommandError } from './exit.ts'
import type { Target } from './find-app.ts'

/** A way in: the beginning of every route, and the headers that open it (docs/api.md). */
export type Door = { prefix: 'api' | 'api/v1'; headers: Record<string, string> }

/**
 * The way in: a given key; else a token of the person, where the app has sign-in; else the key that Azure gives.
 * @param token a token of the signed-in person for a resource
 * @throws CommandError that says what to do where there is none
 */
export async function openDoor(
  { clientId, resourceId, url }: Target,
  { key, withKey }: { key: string | undefined; withKey: boolean },
  azure: Azure,
  token: (resource: string) => Promise<string>,
): Promise<Door> {
  const byKey = (key: string): Door => ({ prefix: 'api', headers: { 'x-functions-key': key } })
  if (key) return byKey(key)
  if (clientId && !withKey) {
    const given = await token(clientId).catch(noToken)
    return { prefix: 'api/v1', headers: { authorization: `Bearer ${given}` } }
  }
  const id = resourceId ?? (await azure.site(new URL(url).host)).id
  return byKey(await azure.functionKey(id))
}

function noToken(cause: unknown): never {
  if (!(cause instanceof NoTokenError)) throw cause
  throw new CommandError(
    'noAccess',
    'Microsoft Entra gives you no token for the connector: sign in to its tenant (az login), and have somebody give you a role (docs/deploy.md, Sign-in). Until then --with-key fetches the function key, if you may read it in Azure.',
    { cause },
  )
}

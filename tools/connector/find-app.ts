import { environmentOrigin, secureUrl } from '../../lib/addresses.ts'
import type { Azure } from './azure.ts'
import { CommandError } from './exit.ts'

/** A deployed connector. */
export type Target = {
  url: string
  /** Azure's id of the function app. */
  resourceId: string | undefined
  /** The app registration with which people sign in; undefined where there is none. */
  clientId: string | undefined
  /** The Dynamics environment. */
  dataverse: string | undefined
}

export type Given = {
  app?: string | undefined
  url?: string | undefined
  clientId?: string | undefined
  key?: string | undefined
}

/**
 * The deployed connector that is meant: the one named, else the one that azd deployed from this folder. What the command
 * line leaves out of another one is looked for in Azure.
 * @param environment variables, of azd and of the shell
 * @throws CommandError where none is named, or what is named is none
 */
export async function findApp(
  given: Given,
  environment: Record<string, string | undefined>,
  azure: Azure,
): Promise<Target> {
  const dataverse = given.url === undefined ? undefined : environmentOrigin(given.url)
  if (given.url !== undefined && !dataverse) {
    throw new CommandError(
      'wrongUse',
      `--url must be the environment, like https://contoso.crm.dynamics.com, not ${given.url}.`,
    )
  }
  const here = originOf(environment.FUNCTION_APP_URL)
  const { app } = given
  if (!app && !here) {
    throw new CommandError(
      'wrongUse',
      'Say which app is meant: --app with its name in Azure or its address. In a clone of the deployed version, azd env refresh makes it known.',
    )
  }
  const address = originOf(app)
  if (
    here &&
    (!app || address === here || namesOf(here, environment.FUNCTION_APP_RESOURCE_ID).includes(app.toLowerCase()))
  ) {
    return {
      url: here,
      resourceId: environment.FUNCTION_APP_RESOURCE_ID || undefined,
      clientId: given.clientId ?? (environment.ENTRA_CLIENT_ID || undefined),
      dataverse: dataverse ?? (environment.DATAVERSE_URL && environmentOrigin(environment.DATAVERSE_URL)),
    }
  }
  // Nothing that is known of the app of this folder holds for another one.
  if (address && (given.key || given.clientId)) {
    return { url: address, resourceId: undefined, clientId: given.clientId, dataverse }
  }
  const site = await azure.site(address ? new URL(address).host : String(app))
  const settings = await azure.settings(site.id)
  return {
    url: address ?? site.url,
    resourceId: site.id,
    clientId: given.clientId ?? (settings.ENTRA_CLIENT_ID || undefined),
    dataverse: dataverse ?? (settings.DATAVERSE_URL && environmentOrigin(settings.DATAVERSE_URL)),
  }
}

function originOf(address: string | undefined) {
  return address && secureUrl(address)?.origin
}

function namesOf(origin: string, resourceId = '') {
  return [new URL(origin).host, resourceId.split('/').at(-1)?.toLowerCase()]
}

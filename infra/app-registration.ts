import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { connectGraph, GraphRefusal } from './graph.ts'
import { merged } from './sign-in/merged.ts'

/**
 * Makes the app registration in Microsoft Entra with which people and applications sign in, and keeps it as `sign-in/`
 * says: azd runs this before every provisioning. It has no secret. It stops nothing: who may not register is told what an
 * administrator of Entra runs. A registration that was made by hand is looked at and left as it is.
 *
 * Its `uniqueName` finds it again, for the name that people see is not unique and may be changed. It needs no identifier
 * URI: clients name it by its client id, such as `az account get-access-token --resource <client id>`.
 * learn.microsoft.com/graph/api/application-upsert, …/serviceprincipal-upsert
 */

type Application = { id: string; appId: string; uniqueName?: string | null }
type Principal = { appRoleAssignmentRequired: boolean }
type Change = { path: string; body: Record<string, unknown> }

const read = (file: string) => JSON.parse(readFileSync(new URL(`sign-in/${file}`, import.meta.url), 'utf8'))
const { displayName, ...registration } = read('application.json')
// Graph knows a scope after the call that made it, so a second one lets the Azure CLI ask for it.
const parts: Record<string, unknown>[] = [registration, read('azure-cli.json')]

const { AZURE_ENV_NAME, AZURE_SUBSCRIPTION_ID, ENTRA_CLIENT_ID: clientId } = process.env
let application: Application | undefined

try {
  console.log(await register())
} catch (error) {
  console.log(excuse(error))
}

async function register() {
  if (!AZURE_ENV_NAME || !AZURE_SUBSCRIPTION_ID)
    return 'Nobody can sign in yet, for the subscription is not chosen: run `azd provision` once more.'
  const graph = connectGraph()
  const uniqueName = `dynamics-webinar-connector-${AZURE_ENV_NAME}-${AZURE_SUBSCRIPTION_ID}`
  const byName = `applications(uniqueName='${uniqueName}')`

  application = await graph.find<Application>(clientId ? `applications(appId='${clientId}')` : byName)
  if (clientId && !application)
    return `There is no app registration ${clientId}: \`azd env set ENTRA_CLIENT_ID ""\`, then this makes one.`
  const isOurs = !clientId || application?.uniqueName === uniqueName
  const isNew = !application
  application ??= await graph.write<Application>(byName, {
    ...registration,
    displayName: `${displayName} (${AZURE_ENV_NAME})`,
  })
  const { appId } = application
  if (!clientId) execFileSync('azd', ['env', 'set', 'ENTRA_CLIENT_ID', appId])

  const changes = changesTo(application, await graph.find<Principal>(`servicePrincipals(appId='${appId}')`))
  // Somebody else may have taken the name, and an owner may give roles.
  const advice = clientId ? '' : ' azd did not know it: see in Microsoft Entra that its owners are yours.'
  if (changes.length === 0) return `The app registration ${appId} is as it has to be.${advice}`
  if (!isOurs) {
    const fields = changes.flatMap(({ body }) => Object.keys(body)).join(', ')
    return `The app registration ${appId} was made by hand, and differs in ${fields}. ${byHand(application)}`
  }
  for (const { path, body } of changes) await repeated(isNew ? 6 : 0, () => graph.write(path, body))
  return isNew
    ? `The app registration ${appId} was made. Nobody has a role yet: docs/deploy.md, Sign-in, says how to give one.`
    : `The app registration ${appId} was brought up to date.${advice}`
}

/** The writes after which both are as wanted: none, if they are. */
function changesTo(found: Application, principal: Principal | undefined) {
  const changes: Change[] = []
  let state: unknown = found
  for (const part of parts) {
    const wanted = merged(state, part) as Record<string, unknown>
    const body = Object.fromEntries(Object.keys(part).map((key) => [key, wanted[key]]))
    if (!isDeepStrictEqual(wanted, state)) changes.push({ path: `applications/${found.id}`, body })
    state = wanted
  }
  // So somebody without a role gets no token at all.
  if (!principal?.appRoleAssignmentRequired) {
    changes.push({ path: `servicePrincipals(appId='${found.appId}')`, body: { appRoleAssignmentRequired: true } })
  }
  return changes
}

/** A new application is not known everywhere at once: for half a minute any refusal may come of that. */
async function repeated<T>(times: number, call: () => Promise<T>, wait = 500): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof GraphRefusal) || times === 0) throw error
    await pause(wait)
    return repeated(times - 1, call, 2 * wait)
  }
}

function excuse(error: unknown) {
  const reason = error instanceof Error ? error.message : String(error)
  if (clientId && !application)
    return `The app registration ${clientId} is left as it is; it could not be seen (${reason}).`
  const isForbidden = error instanceof GraphRefusal && error.status === 403
  if (!isForbidden) return `Sign-in could not be set up (${reason}). The deployment goes on.`
  return `You may not register applications in Microsoft Entra (${reason}). The deployment goes on. ${byHand(application)}`
}

/** The commands of an administrator: every shell and the Azure CLI for Windows read them alike. */
function byHand(known?: Application) {
  const { id = '<id>', appId = '<appId>' } = known ?? {}
  const applications = 'https://graph.microsoft.com/v1.0/applications'
  const body = "--body '@infra/sign-in/application.json'"
  return `Sign-in needs an administrator of Microsoft Entra, who runs in this folder:

  ${known ? `az rest --method PATCH --url ${applications}/${id} ${body}` : `az rest --method POST --url ${applications} ${body} --query "[id, appId]"`}
  az rest --method PATCH --url ${applications}/${id} --body '@infra/sign-in/azure-cli.json'
  az ad sp create --id ${appId}
  az ad sp update --id ${appId} --set appRoleAssignmentRequired=true
${clientId ? '' : `\nThen: azd env set ENTRA_CLIENT_ID ${appId}, and azd provision\n`}`
}

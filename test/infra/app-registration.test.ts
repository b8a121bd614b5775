import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { includesRole } from '../../lib/model/role.ts'
import { emulateAzd } from './azd-emulator.ts'
import { emulateGraph } from './graph-emulator.ts'

const read = (file: string) => JSON.parse(readFileSync(`infra/sign-in/${file}`, 'utf8'))
const { displayName, ...registration } = read('application.json')
const { api } = read('azure-cli.json')
let azd: ReturnType<typeof emulateAzd>
let graph: Awaited<ReturnType<typeof emulateGraph>>

beforeAll(async () => {
  graph = await emulateGraph((headers) => azd.signedIn(headers))
})
beforeEach(() => {
  graph.reset()
  azd = emulateAzd(graph.url)
  return () => azd.stop()
})
afterAll(() => graph.stop())

/** Runs the script as azd does: with the values of its environment. */
async function provision(values: Record<string, string> = {}) {
  const env = {
    ...azd.env,
    ...{ MICROSOFT_GRAPH_URL: graph.url, AZURE_ENV_NAME: 'contoso', AZURE_SUBSCRIPTION_ID: 's-1', ...values },
  }
  const { stdout } = await promisify(execFile)(process.execPath, ['infra/app-registration.ts'], { env })
  return stdout.trim()
}

test('the registration has the roles of the app, and lets the Azure CLI ask for its scope', () => {
  const roles: { value: string; allowedMemberTypes: string[] }[] = registration.appRoles
  expect(roles.map(({ value }) => value)).toEqual(['Reader', 'Operator', 'Administrator'])
  expect(roles.filter(({ value }) => !includesRole([value], 'Reader'))).toEqual([])
  expect(new Set(roles.flatMap(({ allowedMemberTypes }) => allowedMemberTypes))).toEqual(
    new Set(['User', 'Application']),
  )
  expect(registration.api.requestedAccessTokenVersion).toBe(2)
  const [scope] = registration.api.oauth2PermissionScopes
  expect(api.preAuthorizedApplications[0].delegatedPermissionIds).toEqual([scope.id])
})

test('a first deployment registers the app without a secret, and azd keeps its client id', async () => {
  const said = await provision()
  const [made, ...others] = graph.applications
  expect(others).toEqual([])
  expect(said).toContain(`The app registration ${made?.appId} was made.`)
  expect(azd.calls()).toBe(`env set ENTRA_CLIENT_ID ${made?.appId}`)
  expect(made).toMatchObject({
    displayName: `${displayName} (contoso)`,
    uniqueName: expect.stringMatching(/-contoso-s-1$/),
  })
  expect(made).toMatchObject({ ...registration, api: { ...registration.api, ...api } })
  expect(made).not.toHaveProperty('passwordCredentials')
  expect(graph.principals).toEqual([{ appId: made?.appId, appRoleAssignmentRequired: true }])
})

test('a second deployment finds it, with or without the client id, and writes nothing', async () => {
  await provision()
  const appId = graph.applications[0]?.appId ?? ''
  graph.writes()
  graph.allow('read')
  const said = `The app registration ${appId} is as it has to be.`
  expect(await provision({ ENTRA_CLIENT_ID: appId })).toBe(said)
  expect(await provision()).toBe(`${said} azd did not know it: see in Microsoft Entra that its owners are yours.`)
  expect(graph.writes()).toEqual([])
})

test('what was changed comes back, and what was added or named stays', async () => {
  await provision()
  const [app] = graph.applications
  const [principal] = graph.principals
  if (!app || !principal) throw new Error('nothing was made')
  const [reader, ...roles] = app.appRoles
  const auditor = { id: 'auditor', value: 'Auditor', isEnabled: true, origin: 'Application' }
  const cli = { appId: 'another', delegatedPermissionIds: [registration.api.oauth2PermissionScopes[0].id] }
  app.displayName = 'Webinars'
  app.appRoles = [auditor, ...roles, { ...reader, id: reader?.id ?? '', isEnabled: false }]
  app.optionalClaims = null
  app.api = { ...app.api, ...{ requestedAccessTokenVersion: 1, preAuthorizedApplications: [cli] } }
  principal.appRoleAssignmentRequired = false
  graph.writes()

  expect(await provision({ ENTRA_CLIENT_ID: app.appId })).toMatch(/ was brought up to date\.$/)
  expect(graph.writes()).toHaveLength(3)
  expect(app).toMatchObject({ displayName: 'Webinars', optionalClaims: registration.optionalClaims })
  expect(app.appRoles.map(({ value, isEnabled }) => [value, isEnabled])).toEqual([
    ...[['Auditor', true]],
    ...['Operator', 'Administrator', 'Reader'].map((value) => [value, true]),
  ])
  expect(app.api).toMatchObject({ requestedAccessTokenVersion: 2 })
  expect(app.api.preAuthorizedApplications).toEqual([cli, ...api.preAuthorizedApplications])
  expect(principal).toMatchObject({ appRoleAssignmentRequired: true })
})

test('a change that Graph refuses is told in its words, and the deployment goes on', async () => {
  await provision()
  const [role] = graph.applications[0]?.appRoles ?? []
  Object.assign(role ?? {}, { value: 'Readers' })
  expect(await provision()).toMatch(
    /^Sign-in could not be set up \(Microsoft Graph answers 400: .*unless disabled first/,
  )
})

test('somebody who may not register is shown what an administrator runs', async () => {
  graph.allow('nothing')
  const said = await provision()
  expect(said).toMatch(/^You may not register applications in Microsoft Entra .*The deployment goes on\./)
  expect(said.match(/^ {2}az .*$/gm)).toEqual([
    `  az rest --method POST --url https://graph.microsoft.com/v1.0/applications --body '@infra/sign-in/application.json' --query "[id, appId]"`,
    "  az rest --method PATCH --url https://graph.microsoft.com/v1.0/applications/<id> --body '@infra/sign-in/azure-cli.json'",
    '  az ad sp create --id <appId>',
    '  az ad sp update --id <appId> --set appRoleAssignmentRequired=true',
  ])
  expect(said).toContain('azd env set ENTRA_CLIENT_ID <appId>')
  expect(azd.calls()).toBe('')
})

test('somebody who may register but not make the principal is shown the rest, with its ids', async () => {
  await provision()
  graph.principals.length = 0
  graph.allow('applications')
  const { id, appId } = graph.applications[0] ?? {}
  const said = await provision({ ENTRA_CLIENT_ID: appId ?? '' })
  expect(said).toContain(`az rest --method PATCH --url https://graph.microsoft.com/v1.0/applications/${id} `)
  expect(said).toContain(`az ad sp create --id ${appId}`)
})

test('a registration made by hand is looked at and left as it is', async () => {
  const { appId } = graph.make({ displayName: 'By hand' })
  const said = await provision({ ENTRA_CLIENT_ID: appId })
  expect(said).toContain('was made by hand, and differs in signInAudience, appRoles, optionalClaims, api')
  expect(said).toContain('appRoleAssignmentRequired')
  graph.allow('nothing')
  expect(await provision({ ENTRA_CLIENT_ID: appId })).toMatch(/is left as it is; it could not be seen \(.* 403: /)
  expect(graph.writes()).toEqual([])
})

test('a client id that leads to nothing is said to, and nobody signed in as well', async () => {
  expect(await provision({ ENTRA_CLIENT_ID: 'gone' })).toMatch(/^There is no app registration gone: .* makes one/)
  expect(await provision({ AZURE_SUBSCRIPTION_ID: '' })).toMatch(/subscription is not chosen: run `azd provision`/)
  azd.stop()
  azd = emulateAzd(undefined)
  expect(await provision()).toMatch(/azd gives no token: sign in with `azd auth login`/)
  expect(graph.applications).toEqual([])
})

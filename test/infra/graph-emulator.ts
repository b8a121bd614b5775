import { serve } from '@webinar-connector/emulator-server'

type Entry = { id: string; isEnabled?: boolean; value?: string; origin?: string }
type Application = {
  id: string
  appId: string
  uniqueName?: string | undefined
  displayName: string
  appRoles: Entry[]
  api: { oauth2PermissionScopes: Entry[]; preAuthorizedApplications: { delegatedPermissionIds: string[] }[] }
} & Record<string, unknown>

type May = 'all' | 'read' | 'applications' | 'nothing'

/**
 * Applications and service principals of Microsoft Graph, as far as the deployment calls them. Something new is not
 * known to the next calls about it, as in Entra.
 * learn.microsoft.com/graph/api/resources/application, …/permissionscope, …/approle
 */
export async function emulateGraph(signedIn: (headers: Headers) => boolean) {
  const applications: Application[] = []
  const principals: { appId: string; appRoleAssignmentRequired: boolean }[] = []
  const writes: string[] = []
  let may: May = 'all'
  let untilKnown = 0

  const server = await serve(async (request) => {
    if (!signedIn(request.headers)) return refuse(401, 'InvalidAuthenticationToken', 'Access token is empty.')
    const isRead = request.method === 'GET'
    const [, set, key, value] =
      /^\/v1\.0\/(applications|servicePrincipals)(?:\/|\((\w+)=')([\w-]+)(?:'\))?$/.exec(
        new URL(request.url).pathname,
      ) ?? []
    if (!set || !value) return refuse(404, 'BadRequest', 'Resource not found for the segment.')
    const isForbidden = {
      all: false,
      read: !isRead,
      applications: !isRead && set === 'servicePrincipals',
      nothing: true,
    }
    if (isForbidden[may]) return refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges.')
    const found = (set === 'applications' ? applications : principals).find(
      (one) => (one as Record<string, unknown>)[key ?? 'id'] === value,
    )
    if (isRead)
      return found ? Response.json(found) : refuse(404, 'Request_ResourceNotFound', `'${value}' does not exist.`)
    if (request.method !== 'PATCH') return refuse(405, 'Request_BadRequest', 'Only GET and PATCH are served.')
    if (request.headers.get('content-type') !== 'application/json') return refuse(415, 'BadRequest', 'No JSON.')
    const body = (await request.json()) as Partial<Application>
    const isNew = !found && request.headers.get('prefer') === 'create-if-missing'
    if (!found && !(isNew && key)) return refuse(404, 'Request_ResourceNotFound', `'${value}' does not exist.`)
    if (untilKnown > 0) {
      untilKnown -= 1
      return set === 'applications'
        ? refuse(404, 'Request_ResourceNotFound', `Resource '${value}' does not exist.`)
        : refuse(400, 'Request_BadRequest', 'The appId does not reference a valid application object.')
    }
    const fault = set === 'applications' ? faultOf(body, found as Application | undefined) : undefined
    if (fault) return refuse(400, 'Request_BadRequest', fault)
    writes.push(`${found ? 'change' : 'make'} ${set} ${Object.keys(body).join(' ')}`)
    if (found) {
      change(found, body)
      return new Response(null, { status: 204 })
    }
    if (set === 'applications') return Response.json(make(body, value), { status: 201 })
    principals.push({ appRoleAssignmentRequired: false, ...body, appId: value })
    return Response.json(principals.at(-1), { status: 201 })
  })

  function make(body: Partial<Application>, uniqueName?: string) {
    const made = {
      id: crypto.randomUUID(),
      appId: crypto.randomUUID(),
      uniqueName,
      displayName: '',
      appRoles: [],
      ...body,
    }
    const api = { acceptMappedClaims: null, oauth2PermissionScopes: [], preAuthorizedApplications: [], ...body.api }
    applications.push({ ...made, appRoles: made.appRoles.map(defined), api })
    untilKnown = 2
    return applications.at(-1) as Application
  }

  return {
    url: server.url,
    stop: server.stop,
    applications,
    principals,
    /** Makes one as a person does, in the portal or with az. */
    make: (body: Partial<Application>) => make(body),
    writes: () => writes.splice(0),
    allow: (what: May) => {
      may = what
    },
    reset() {
      for (const list of [applications, principals, writes]) list.length = 0
      may = 'all'
      untilKnown = 0
    },
  }
}

const defined = (role: Entry): Entry => ({ ...role, origin: 'Application' })

function change(found: object, { api, ...body }: Partial<Application>) {
  const application = found as Application
  Object.assign(application, body, body.appRoles && { appRoles: body.appRoles.map(defined) })
  if (api) application.api = { ...application.api, ...api }
}

/** The reason for which Graph refuses the body of an application, or undefined. */
function faultOf(body: Partial<Application>, found: Application | undefined) {
  if (!found && !body.displayName) return 'A value is required for property displayName.'
  if (body.appRoles?.some((role) => 'origin' in role)) return 'Property origin is read-only.'
  const pairs = [
    [found?.appRoles, body.appRoles],
    [found?.api.oauth2PermissionScopes, body.api?.oauth2PermissionScopes],
  ]
  for (const [before = [], after] of pairs) {
    const isTouched = ({ id, value, isEnabled }: Entry) =>
      isEnabled && after && after.find((entry) => entry.id === id)?.value !== value
    if (before.some(isTouched)) return 'Permission (scope or role) cannot be deleted or updated unless disabled first.'
  }
  const scopes = found?.api.oauth2PermissionScopes.map(({ id }) => id) ?? []
  const asked =
    body.api?.preAuthorizedApplications?.flatMap(({ delegatedPermissionIds }) => delegatedPermissionIds) ?? []
  if (asked.some((id) => !scopes.includes(id)))
    return 'Property PreAuthorizedApplications references applications or permissions that cannot be found.'
  return undefined
}

function refuse(status: number, code: string, message: string) {
  return Response.json({ error: { code, message } }, { status })
}

import { ORGANIZATION } from '../metadata.ts'
import { rolesOf } from '../privileges.ts'
import type { Store } from '../store.ts'

// learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/getglobalcontext-clientglobalcontext.js.aspx
// and .../clientapi/reference/xrm-utility/getglobalcontext

/** The script ClientGlobalContext.js.aspx, with `GetGlobalContext()` as far as pages use it: who is there, and where. */
export function globalContext(store: Store, user: string, origin: string): string {
  const [organization] = store.entries('organization')
  const base = Number(organization?.values.languagecode)
  const roles = rolesOf(store, user).map((id) => ({ id: braced(id), name: store.get('role', id)?.name ?? null }))
  const facts = {
    url: origin,
    version: '9.2.26111.00150',
    user: {
      userId: braced(user),
      userName: store.get('systemuser', user)?.fullname ?? null,
      languageId: languageOf(store, user) ?? base,
      securityRoles: roles.map(({ id }) => id),
      isRTL: false,
    },
    roles,
    organization: { organizationId: braced(ORGANIZATION.id), uniqueName: ORGANIZATION.name, languageId: base },
  }
  return `(function (facts) {
  window.GetGlobalContext = function () {
    return {
      getClientUrl: function () { return facts.url },
      getVersion: function () { return facts.version },
      userSettings: Object.assign({}, facts.user, {
        roles: {
          getLength: function () { return facts.roles.length },
          getAll: function () { return facts.roles.slice() },
          forEach: function (visit) { facts.roles.forEach(visit) },
        },
      }),
      organizationSettings: facts.organization,
      client: { getClient: function () { return 'Web' }, getClientState: function () { return 'Online' } },
    }
  }
  // As in Dynamics, nothing in the page is marked, dragged or has a menu.
  ;['selectstart', 'contextmenu', 'dragstart'].forEach(function (name) {
    document.addEventListener(name, function (event) { event.preventDefault() })
  })
})(${JSON.stringify(facts).replaceAll('<', '\\u003c')})
`
}

/** The language in which a user reads Dynamics; undefined where she has chosen none. */
function languageOf(store: Store, user: string): number | undefined {
  return Number(store.get('usersettings', user)?.uilanguageid) || undefined
}

function braced(id: string) {
  return `{${id.toUpperCase()}}`
}

import { randomUUID } from 'node:crypto'
import { type Caller, WRITERS } from '../caller.ts'
import { ORGANIZATION } from '../metadata.ts'
import { ADMINISTRATOR } from '../privileges.ts'
import type { Store } from '../store.ts'
import { createRow } from '../write.ts'

/** Name of the cookie with which a browser is signed in. */
const COOKIE = 'CrmOwinAuth'

/** The people who are signed in with a browser, by what their cookie says. */
export type Sessions = {
  /** Signs a user in; the cookie, as `name=value`. */
  begin(user: string): string
  /** The person whose cookie came with a request. */
  caller(headers: Headers): Caller | undefined
}

/** Nobody is signed in yet. */
export function createSessions(): Sessions {
  const users = new Map<string, string>()
  return {
    begin(user) {
      const value = randomUUID()
      users.set(value, user)
      return `${COOKIE}=${value}`
    },
    caller(headers) {
      for (const [, name, value = ''] of (headers.get('cookie') ?? '').matchAll(/([^=;\s]+)=([^;]*)/g)) {
        const user = name === COOKIE ? users.get(value) : undefined
        if (user) return { by: 'user', user, roles: 'checked' }
      }
      return undefined
    },
  }
}

/** The person in the product, who becomes a system administrator with the first call. */
export function administrator(store: Store): string {
  const { user } = WRITERS
  const businessunitid = ORGANIZATION.businessUnit
  if (!store.get('role', ADMINISTRATOR)) {
    const role = { roleid: ADMINISTRATOR, name: 'System Administrator', businessunitid }
    createRow(store, store.schema.named('role'), role, 'user')
    const link = { systemuserid: user, roleid: ADMINISTRATOR }
    createRow(store, store.schema.named('systemuserroles'), link, 'user')
  }
  return user
}

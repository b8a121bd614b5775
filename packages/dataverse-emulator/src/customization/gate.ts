import type { ApiRequest } from '../exchange.ts'
import { badRequest, DataverseFault } from '../fault.ts'
import type { Store } from '../store.ts'

/**
 * Lets a customization through, unless another one is running or the environment blocks them.
 * The code of the second refusal is not documented: clients can only go by its text.
 */
export function enterCustomization({ metadata: { customization } }: Store) {
  if (customization.lockedCalls > 0) {
    customization.lockedCalls -= 1
    throw new DataverseFault(
      429,
      '0x80071151',
      'Cannot start another [EntityCustomization] because there is a previous [EntityCustomization] running at this moment.',
    )
  }
  if (!customization.blocked) return
  throw badRequest(
    "This environment doesn't allow unmanaged customizations. This was a choice made by your admin, and certain actions won't be available or will be view only.",
    '0x80040203',
  )
}

/** Refuses a call on a new table that its server does not know yet; a strongly consistent reading always knows it. */
export function checkPropagated({ metadata: { unseen } }: Store, table: string, request: ApiRequest) {
  const left = unseen.get(table) ?? 0
  if (left === 0 || (request.method === 'GET' && request.headers.get('consistency') === 'Strong')) return
  unseen.set(table, left - 1)
  throw badRequest(`The entity with a name = '${table}' was not found in the MetadataCache.`, '0x80060891')
}

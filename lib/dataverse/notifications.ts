import { isWithoutPrivilege, NotFoundError, RefusedError } from '../core/errors.ts'
import { day, second } from '../core/time.ts'
import type { Notification, Owner, WebinarOwner } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { ownerAddress } from './owner.ts'

/** learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/send-in-app-notifications */
const warning = 100_000_003
const timed = 200_000_000
const expando = 'Microsoft.Dynamics.CRM.expando'
/** News of a refused registration are stale after this, in seconds. */
const expiry = (7 * day) / second

/** News for people in the apps of Dynamics. An environment, or the connector's role, may not allow it. */
export function createNotifications(dataverse: Dataverse) {
  return {
    /**
     * Tells a user, with a link to a row. A team cannot be told, nor somebody whom Dataverse does not take as a recipient.
     * @returns `not allowed` where the environment has no notifications, or a privilege for them is missing
     */
    async notify(
      owner: Owner | undefined,
      { title, body, link }: Notification,
      { table, id }: WebinarOwner,
    ): Promise<'sent' | 'nobody' | 'not allowed'> {
      if (owner?.kind !== 'user') return 'nobody'
      try {
        const url = `?pagetype=entityrecord&etn=${table}&id=${id}`
        const data = { '@odata.type': `#${expando}`, type: 'url', url, navigationTarget: 'newWindow' }
        await dataverse.act('SendAppNotification', {
          ...{ Title: title, Body: body, Recipient: ownerAddress(owner) },
          ...{ IconType: warning, ToastType: timed, Expiry: expiry },
          Actions: {
            '@odata.type': expando,
            'actions@odata.type': `#Collection(${expando})`,
            actions: [{ title: link, data }],
          },
        })
        return 'sent'
      } catch (error) {
        if (error instanceof RefusedError) return 'nobody'
        if (isNotAllowed(error)) return 'not allowed'
        throw error
      }
    },
  }
}

/** The connector's role or the user lacks a privilege, or the environment has no such action. */
function isNotAllowed(error: unknown) {
  return error instanceof NotFoundError || isWithoutPrivilege(error)
}

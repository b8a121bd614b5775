import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { badPayload, badRequest, lacksPrivilege, noSuchRow, wrongMethod } from './fault.ts'
import { isObject, jsonObject, rowAddress } from './payload.ts'
import { holds, privilegeName } from './privileges.ts'
import { ICONS, TOASTS } from './schema-notifications.ts'
import type { Store } from './store.ts'
import { createRow } from './write.ts'

// learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/send-in-app-notifications

const PARAMETERS = ['Title', 'Body', 'Recipient', 'IconType', 'ToastType', 'Priority', 'Expiry', 'OverrideContent']
const TARGETS = ['dialog', 'inline', 'newWindow']

/** Answers SendAppNotification: the notification becomes a row of its recipient; undefined for any other request. */
export function answerNotification(store: Store, resource: string, request: ApiRequest): ApiResponse | undefined {
  if (resource !== 'SendAppNotification') return undefined
  if (request.method !== 'POST') throw wrongMethod(request.method)
  const { Actions, ...given } = jsonObject(request.body)
  for (const name of Object.keys(given)) {
    if (!PARAMETERS.includes(name)) {
      throw badPayload(`The parameter '${name}' in the request payload is not a valid parameter.`)
    }
  }
  const values = {
    title: textOf('Title', given.Title),
    body: textOf('Body', given.Body),
    icontype: optionOf('IconType', given.IconType, ICONS, 6),
    toasttype: optionOf('ToastType', given.ToastType, TOASTS, 2),
    priority: optionOf('Priority', given.Priority, TOASTS, 2),
    ...(given.Expiry !== undefined && { ttlinseconds: wholeOf('Expiry', given.Expiry) }),
    data: JSON.stringify({ actions: actionsOf(Actions) }),
  }
  const ownerid = recipientOf(store, given.Recipient)
  for (const privilege of ['Create', 'Read'] as const) {
    if (holds(store, store.caller.user, privilege, 'appnotification')) continue
    throw lacksPrivilege(store.caller.user, privilegeName(privilege, 'appnotification'), 'appnotification')
  }
  // The platform makes the row, so the sender needs no privilege to assign it.
  const row = { ...values, ownerid, owneridtype: 'systemuser' }
  const NotificationId = createRow(store, store.schema.named('appnotification'), row, 'user')
  const context = `${request.base}$metadata#Microsoft.Dynamics.CRM.SendAppNotificationResponse`
  return json(200, { '@odata.context': context, NotificationId })
}

function recipientOf(store: Store, address: unknown) {
  const { table, id } = rowAddress(store, address)
  if (table.name !== 'systemuser') throw badPayload(`A notification goes to a user, not to a ${table.name}.`)
  const user = store.get('systemuser', id)
  if (!user) throw noSuchRow('systemuser', id)
  // Documented nowhere; the stricter one of both.
  if (user.isdisabled) throw badRequest(`The user ${id} is disabled.`, '0x80040225')
  return id
}

function textOf(name: string, value: unknown) {
  if (typeof value !== 'string' || !value) throw badPayload(`The required parameter '${name}' is missing.`)
  return value
}

function wholeOf(name: string, value: unknown) {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw badPayload(`Cannot convert the literal of '${name}' to the expected type 'Edm.Int32'.`)
}

function optionOf(name: string, value: unknown, first: number, count: number) {
  const option = wholeOf(name, value ?? first)
  if (option < first || option >= first + count) throw badPayload(`${option} is no option of '${name}'.`)
  return option
}

/** Actions are of an open type, so each level has to name it. */
function actionsOf(given: unknown): object[] {
  if (given === undefined || given === null) return []
  const { actions, ...types } = typed(given)
  if (types['actions@odata.type'] !== '#Collection(Microsoft.Dynamics.CRM.expando)' || !Array.isArray(actions)) {
    throw badPayload('The actions of a notification are no collection of expando.')
  }
  return actions.map((action: unknown) => {
    if (!isObject(action) || typeof action.title !== 'string') throw badPayload('An action has no title.')
    const { '@odata.type': _, type, ...data } = typed(action.data)
    if (type !== 'url' || typeof data.url !== 'string') throw badPayload('Actions other than addresses are not served.')
    if (!TARGETS.includes(String(data.navigationTarget ?? 'inline'))) {
      throw badPayload(`'${data.navigationTarget}' is no navigationTarget.`)
    }
    return { title: action.title, data }
  })
}

function typed(value: unknown) {
  if (isObject(value) && /^#?Microsoft\.Dynamics\.CRM\.expando$/.test(String(value['@odata.type']))) return value
  throw badPayload('An object of an open type does not say that it is an expando.')
}

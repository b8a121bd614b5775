import type { ApiRequest, ApiResponse } from './exchange.ts'
import { json } from './exchange.ts'
import { badPayload, DataverseFault, wrongMethod } from './fault.ts'
import { jsonObject } from './payload.ts'
import type { Store } from './store.ts'

/** The organisation of the environment. */
export const ORGANIZATION = {
  id: '7d1f2c5a-0b66-4c7e-8a53-3c9f5b8e0001',
  name: 'unq7d1f2c5a0b664c7e8a533c9f5b8e0',
  businessUnit: '7d1f2c5a-0b66-4c7e-8a53-3c9f5b8e0002',
}

/** Answers WhoAmI with the caller, or with the user that `MSCRMCallerID` names. */
export function answerWhoAmI(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const caller = request.headers.get('mscrmcallerid')
  if (caller) {
    const user = store.get('systemuser', caller)
    if (!user || user.isdisabled === true) {
      throw new DataverseFault(403, '0x80040225', 'The specified user is disabled or no member of the organization.')
    }
  }
  return json(200, {
    '@odata.context': `${request.base}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
    BusinessUnitId: ORGANIZATION.businessUnit,
    UserId: caller ?? store.caller.user,
    OrganizationId: ORGANIZATION.id,
  })
}

/** Answers with the provisioned languages (learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprovisionedlanguages). */
export function answerLanguages(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  return json(200, { RetrieveProvisionedLanguages: store.metadata.customization.languages })
}

/** Answers with a setting of the organisation. One that was never set is empty, and so is one that does not exist. */
export function answerSetting(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  const { SettingName: name } = jsonObject(request.body)
  if (typeof name !== 'string') throw badPayload('There is no SettingName.')
  const blocked = name === 'IsLockdownOfUnmanagedCustomizationEnabled' && store.metadata.customization.blocked
  return json(200, { SettingValue: blocked ? 'true' : '' })
}

import { options } from '../../lib/dataverse/options.ts'
import type { Account } from '../model.ts'
import { type Row, shownOf, textOf, timeOf, type WebApi } from './web-api.ts'

const set = 'msevtmgt_webinarconfigurations'
const columns = [
  'msevtmgt_name',
  'msevtmgt_clientid',
  'msevtmgt_authorized',
  'msevtmgt_providerservicestatus',
  'msevtmgt_message',
  'msevtmgt_lastupdatedatetime',
]
const { authorized, serviceStatus } = options

/** The accounts at the provider: one row of Dynamics each. */
export async function accounts(api: WebApi): Promise<Account[]> {
  // The secrets themselves are never read.
  const entered = 'statecode eq 0 and msevtmgt_accesstokensecret ne null'
  const [rows, pending] = await Promise.all([
    api.rows(`${set}?$select=${columns}&$filter=statecode eq 0&$orderby=msevtmgt_name`),
    api.rows(`${set}?$select=msevtmgt_name&$filter=${entered}`),
  ])
  const waiting = new Set(pending.map(idOf))
  return rows.map((row) => ({
    table: 'msevtmgt_webinarconfiguration',
    id: idOf(row),
    name: textOf(row, 'msevtmgt_name'),
    clientId: textOf(row, 'msevtmgt_clientid'),
    authorized: authorizations.get(row.msevtmgt_authorized) ?? 'no',
    health: healths.get(row.msevtmgt_providerservicestatus) ?? 'unknown',
    message: textOf(row, 'msevtmgt_message'),
    metricsOn: timeOf(row, 'msevtmgt_lastupdatedatetime'),
    hasSecrets: waiting.has(idOf(row)),
  }))
}

function idOf(row: Row) {
  return textOf(row, 'msevtmgt_webinarconfigurationid')
}

const authorizations = new Map<unknown, Account['authorized']>([
  [authorized.yes, 'yes'],
  [authorized.tokenExpired, 'expired'],
])
const healths = new Map<unknown, Account['health']>([
  [serviceStatus.healthy, 'healthy'],
  [serviceStatus.not_authenticated, 'not authenticated'],
  [serviceStatus.forbidden, 'forbidden'],
  [serviceStatus.unhealthy, 'unhealthy'],
])

/** The columns by which a person gives credentials; the connector takes the secrets off the row. */
export type Credentials = { clientId: string; accessTokenKey: string; accessTokenSecret: string }

export async function enterCredentials(api: WebApi, account: string, given: Credentials) {
  await api.change(set, account, {
    msevtmgt_clientid: given.clientId,
    msevtmgt_accesstokenkey: given.accessTokenKey,
    msevtmgt_accesstokensecret: given.accessTokenSecret,
  })
}

/** The acceptance of the provider's terms: who, and when. */
export type Terms = { by: string; on: Date | undefined }

const consents = 'msevtmgt_webinarconsents'

/** Whether the provider's terms are accepted for the organisation. */
export async function acceptedTerms(api: WebApi): Promise<Terms | undefined> {
  const accepted = '$filter=statecode eq 0 and msevtmgt_consentprovided eq true&$orderby=modifiedon desc&$top=1'
  const [row] = await api.rows(`${consents}?$select=_modifiedby_value,modifiedon&${accepted}`)
  return row && { by: shownOf(row, '_modifiedby_value'), on: timeOf(row, 'modifiedon') }
}

/** Accepts the terms, unless somebody has done so meanwhile. */
export async function acceptTerms(api: WebApi, name: string) {
  if (await acceptedTerms(api)) return
  await api.create(consents, { msevtmgt_name: name, msevtmgt_consentprovided: true })
}

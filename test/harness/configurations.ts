import { TableClient } from '@azure/data-tables'
import { expect, onTestFinished } from 'vitest'
import { test as base, type TestApp, tokensOf } from './test-app.ts'

export type Region = 'na' | 'eu'
export type View = {
  id: string
  region: string
  clientId: string
  configuredAt: string
  terms: { acceptedAt: string; acceptedBy: string | null }
  health: { status: string; message: string; checkedAt: string }
  lastMetricsUpdate: string | null
}
export type Failure = { error: { code: string; message: string; details?: string[] } }

const table = 'msevtmgt_webinarconfiguration'
let nextClient = 70001

/** A test that can also play the administrator of configurations. */
export const test = base.extend('configurations', { scope: 'file' }, ({ app }) => configurationFixtures(app))
export type ConfigurationFixtures = ReturnType<typeof configurationFixtures>

/** Steps that tests of configurations share. */
function configurationFixtures(app: TestApp) {
  const { dataverse, on24 } = app
  return {
    /** A client of ON24 with its token, not yet known to the connector. */
    client(region: Region = 'na') {
      const clientId = String(nextClient++)
      const account = on24[region].addAccount({ clientId, ...tokensOf(clientId) })
      return { clientId, account, body: { ...bodyOf(clientId), region } }
    },
    /** A configuration row in CRM. */
    newRow: (values: Record<string, unknown> = {}) => dataverse.insert(table, values),
    row: (id: string) => dataverse.row(table, id) ?? {},
    write: (id: string, values: Record<string, unknown>) => dataverse.update(table, id, values),
    remove: (id: string) => dataverse.remove(table, id),
    put: (id: string, body: unknown) => app.call('PUT', `configurations/${id}`, body),
    give: app.give,
    async view(id: string): Promise<View | undefined> {
      const answer = await app.call('GET', `configurations/${id}`)
      return answer.status === 200 ? ((await answer.json()) as View) : undefined
    },
    async list(): Promise<View[]> {
      const answer = await app.call('GET', 'configurations')
      return ((await answer.json()) as { configurations: View[] }).configurations
    },
    async check(id: string): Promise<View> {
      return (await app.call('POST', `configurations/${id}/check`)).json() as Promise<View>
    },
    provider: (name: string) => dataverse.insert('msevtmgt_webinarprovider', { msevtmgt_name: name }),
    acceptTerms: (values: Record<string, unknown> = {}) =>
      dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_consentprovided: true, ...values }),
    withdrawTerms() {
      for (const { msevtmgt_webinarconsentid: id } of dataverse.rows('msevtmgt_webinarconsent')) {
        dataverse.remove('msevtmgt_webinarconsent', String(id))
      }
    },
    /** Another instance of the app, which holds nothing yet; it goes with the test, or it would take part in others' work. */
    async freshInstance(env: Record<string, string> = {}) {
      const { url, keys, stop } = await app.startHost({ env })
      onTestFinished(stop)
      return (method: string, path: string, body?: unknown) =>
        fetch(`${url}/api/${path}`, {
          method,
          headers: { 'x-functions-key': keys.default },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
    },
    /** The sealed credentials as they lie in storage. */
    kept: () =>
      TableClient.fromConnectionString(app.storage.connectionString, 'configurations', {
        allowInsecureConnection: true,
      }),
  }
}

/** A good body of `PUT /configurations/{id}`. */
export function bodyOf(clientId: string) {
  return { provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true }
}

/** The columns that an administrator fills in. */
export function typed(clientId: string) {
  const { accessTokenKey, accessTokenSecret } = tokensOf(clientId)
  return {
    msevtmgt_clientid: clientId,
    msevtmgt_accesstokenkey: accessTokenKey,
    msevtmgt_accesstokensecret: accessTokenSecret,
  }
}

export const blanked = { msevtmgt_accesstokenkey: null, msevtmgt_accesstokensecret: null }

/** Columns that say how an account is. */
export const columns = {
  healthy: { msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000000 },
  refused: { msevtmgt_authorized: 100000001, msevtmgt_providerservicestatus: 100000001 },
  lacking: { msevtmgt_authorized: 100000001, msevtmgt_providerservicestatus: 100000002 },
  expired: { msevtmgt_authorized: 100000002, msevtmgt_providerservicestatus: 100000001 },
  unhealthy: { msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000003 },
}

/** Expects the answer during an outage: the system that is out, and when to come back. */
export async function expectOutage(answer: Response, message: string) {
  const { error } = (await answer.json()) as Failure
  expect([answer.status, error]).toEqual([503, { code: 'unavailable', message }])
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
}

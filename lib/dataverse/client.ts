import * as v from 'valibot'
import type { Breaker } from '../core/breaker.ts'
import { NotFoundError } from '../core/errors.ts'
import { checked, createHttpClient, type HttpClient, unreadable } from '../core/http-client.ts'
import { answersIn, type BatchedAnswer, type BatchedRequest, batchOf } from './batch.ts'
import { toError } from './errors.ts'
import { createRequestQueue } from './request-queue.ts'
import { labels, type Selection } from './selection.ts'
import type { Table, Values } from './table-definition.ts'

type Condition = {
  filter?: string
  orderBy?: string
}

export type Change<T extends Table> = { table: T; id: string; values: Values<T>; etag: string }

/** The Dataverse Web API, as far as the connector needs it (learn.microsoft.com/power-apps/developer/data-platform/webapi). */
export type Dataverse = {
  /** One row, or undefined if it is not there. */
  row<Row>(selection: Selection<Row>, id: string): Promise<Row | undefined>
  /** All rows of a query, page by page. */
  rows<Row>(selection: Selection<Row>, condition: Condition): AsyncGenerator<Row>
  /** The JSON at any path, e.g. a table's definition. */
  read<S extends v.GenericSchema>(schema: S, path: string): Promise<v.InferOutput<S>>
  /** A page of tracked changes: from a path for the first, then from the link that a page gave. */
  changes(link: string): Promise<{ value: Record<string, unknown>[]; next?: string; delta?: string }>
  /** Rows of a query whose filter holds personal data: it travels in a body, so that no log of URLs ever shows it. */
  privateRows<Row>(selection: Selection<Row>, condition: Condition): Promise<Row[]>
  /** Changes a row that is there; with an etag only in that very version (else `ConflictError`). */
  update<T extends Table>(table: T, id: string, values: Values<T>, etag?: string): Promise<void>
  /** As `update`, and answers the new version, which Dataverse tells only with a part of the row. */
  updateVersion<T extends Table>(table: T, id: string, values: Values<T>, etag: string): Promise<string>
  /**
   * Changes rows in one call, each in the very version that was read. Each is answered by its new version (empty if that
   * is not told), or by its own error, such as `ConflictError`.
   */
  updateVersions<T extends Table>(changes: readonly Change<T>[]): Promise<PromiseSettledResult<string>[]>
  /** Creates the row or changes it; a new one is never changed (else `ConflictError`). */
  upsert<T extends Table>(table: T, id: string, values: Values<T>, isNew?: boolean): Promise<void>
  /** Calls an action, such as one of the platform's. */
  act(action: string, parameters: object): Promise<void>
  /** Creates or changes many rows of one table, all or none. */
  upsertAll<T extends Table>(table: T, rows: readonly Values<T>[]): Promise<void>
  /** Any requests in one call, each answered by itself. @param timeout of the call, in milliseconds */
  batch(requests: readonly BatchedRequest[], timeout: number): Promise<BatchedAnswer[]>
}

/** The most rows that Dataverse puts on a page. */
const pageSize = 5000
const forPages = { timeout: 120_000, idle: 60_000 }

export function createDataverse(url: string, token: () => Promise<string>, breaker: Breaker): Dataverse {
  const root = `${url}/api/data/v9.2`
  const queue = createRequestQueue()
  const api: HttpClient = createHttpClient({
    name: 'Dataverse',
    url: root,
    headers: async () => ({
      authorization: `Bearer ${await token()}`,
      accept: 'application/json',
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
    }),
    failure: toError,
    admit: (call) => queue.schedule(() => breaker.admit(call)),
    seen: queue.heed,
  })
  const json = { 'content-type': 'application/json; charset=utf-8' }

  async function batch(requests: readonly BatchedRequest[], timeout?: number) {
    const answer = await api.readText('POST', '$batch', { ...batchOf(requests), ...(timeout && { timeout }) })
    return answersIn(answer.text, answer.headers.get('content-type'), requests.length)
  }

  return {
    async row(selection, id) {
      try {
        const headers = selection.labelled ? { prefer: labels } : {}
        return await api.read(selection.schema, 'GET', `${selection.table.set}(${id})${search(selection)}`, { headers })
      } catch (error) {
        if (error instanceof NotFoundError) return undefined
        throw error
      }
    },
    async *rows(selection, condition) {
      const { set } = selection.table
      const headers = { prefer: `odata.maxpagesize=${pageSize}${selection.labelled ? `,${labels}` : ''}` }
      let next: string | URL | undefined = `${set}${search(selection, condition)}`
      while (next) {
        const page: v.InferOutput<typeof Page> = await api.read(Page, 'GET', next, { headers, ...forPages })
        for (const row of page.value) yield checked(selection.schema, row, 'Dataverse', `GET ${set}`)
        next = sameHost(page['@odata.nextLink'], root)
      }
    },
    read: (schema, path) => api.read(schema, 'GET', path),
    async changes(link) {
      const from = link.startsWith('http') ? (sameHost(link, root) as URL) : link
      const headers = { prefer: `odata.track-changes,odata.maxpagesize=${pageSize}` }
      const page = await api.read(ChangesPage, 'GET', from, { headers, ...forPages })
      const { '@odata.nextLink': next, '@odata.deltaLink': delta, value } = page
      return { value, ...(next && { next }), ...(delta && { delta }) }
    },
    async privateRows(selection, condition) {
      const { set } = selection.table
      const path = `/api/data/v9.2/${set}${search(selection, condition)}`
      const headers = selection.labelled ? { Prefer: labels } : {}
      const [answer] = await batch([{ method: 'GET', path, headers }])
      if (answer?.status !== 200) throw toError({ ...noAnswer, ...answer, call: `GET ${set} in a batch` })
      const page = checked(Page, answer.body, 'Dataverse', `GET ${set}`)
      return page.value.map((row) => checked(selection.schema, row, 'Dataverse', `GET ${set}`))
    },
    async update(table, id, values, etag = '*') {
      await api.send('PATCH', `${table.set}(${id})`, { json: values, headers: { ...json, 'if-match': etag } })
    },
    async updateVersion(table, id, values, etag) {
      const headers = { ...json, 'if-match': etag, prefer: 'return=representation' }
      const path = `${table.set}(${id})?$select=${table.key}`
      const response = await api.send('PATCH', path, { json: values, headers })
      if (response.status === 204) return ''
      const body = await response.json().catch(() => ({}))
      return checked(Versioned, body, 'Dataverse', `PATCH ${table.set}`)['@odata.etag']
    },
    async updateVersions(changes) {
      const answers = await batch(
        changes.map(({ table, id, values, etag }) => ({
          method: 'PATCH',
          // A part of the row is asked for, because its version comes along.
          path: `/api/data/v9.2/${table.set}(${id})?$select=${table.key}`,
          headers: { 'If-Match': etag, Prefer: 'return=representation' },
          json: values,
        })),
      )
      return Promise.allSettled(
        answers.map(async (answer, at) => {
          const call = `PATCH ${changes[at]?.table.set} in a batch`
          if (answer.status >= 300) throw toError({ ...answer, call })
          return answer.status === 204 ? '' : checked(Versioned, answer.body, 'Dataverse', call)['@odata.etag']
        }),
      )
    },
    async upsert(table, id, values, isNew = false) {
      const headers = { ...json, ...(isNew && { 'if-none-match': '*' }) }
      await api.send('PATCH', `${table.set}(${id})`, { json: values, headers })
    },
    async act(action, parameters) {
      await api.send('POST', action, { json: parameters, headers: { ...json } })
    },
    async upsertAll({ set, name }, rows) {
      const targets = rows.map((row) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${name}`, ...row }))
      const path = `${set}/Microsoft.Dynamics.CRM.UpsertMultiple`
      await api.send('POST', path, { json: { Targets: targets }, headers: { ...json }, timeout: 120_000 })
    },
    batch,
  }
}

const noAnswer = { status: 0, headers: new Headers(), body: undefined }
const Versioned = v.object({ '@odata.etag': v.optional(v.string(), '') })
const Page = v.object({ value: v.array(v.unknown()), '@odata.nextLink': v.optional(v.string()) })

const ChangesPage = v.object({
  value: v.array(v.looseObject({})),
  '@odata.nextLink': v.optional(v.string()),
  '@odata.deltaLink': v.optional(v.string()),
})

function search(selection: Selection<unknown>, { filter, orderBy }: Condition = {}) {
  const { columns, related } = selection
  const parts = Object.entries({
    $select: columns.join(),
    $filter: filter,
    $expand: expanded(related),
    $orderby: orderBy,
  })
  const given = parts.filter(([, value]) => value)
  return given.length ? `?${given.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&')}` : ''
}

function expanded(related: Selection<unknown>['related']): string {
  const inner = ({ columns, related }: Selection<unknown>) =>
    [`$select=${columns.join()}`, ...(Object.keys(related).length ? [`$expand=${expanded(related)}`] : [])].join(';')
  return Object.entries(related)
    .map(([navigation, selection]) => `${navigation}(${inner(selection)})`)
    .join()
}

/** The link is followed as it came, but never with our token to another host. */
function sameHost(link: string | undefined, root: string) {
  if (!link) return undefined
  const url = new URL(link)
  if (url.origin !== new URL(root).origin) throw unreadable('Dataverse', 'with a link to another host')
  return url
}

/** A text in a filter. */
export function quoted(value: string) {
  return `'${value.replaceAll("'", "''")}'`
}

import * as v from 'valibot'
import { type AppError, ConflictError, NotFoundError, RefusedError, UnavailableError } from '../core/errors.ts'
import {
  checked,
  createHttpClient,
  type Failure,
  type HttpClient,
  retryAfter,
  unreadable,
} from '../core/http-client.ts'
import { batchOfOneGet, bodyOfOneAnswer } from './batch.ts'
import { createRequestQueue } from './request-queue.ts'

type Query = {
  select: readonly string[]
  filter?: string
  expand?: string
  orderBy?: string
}

/** The Dataverse Web API, as far as the connector needs it (learn.microsoft.com/power-apps/developer/data-platform/webapi). */
export type Dataverse = {
  /** One row, or undefined if it is not there. */
  row<S extends v.GenericSchema>(
    schema: S,
    set: string,
    id: string,
    query: Query,
  ): Promise<v.InferOutput<S> | undefined>
  /** All rows of a query, page by page. */
  rows<S extends v.GenericSchema>(schema: S, set: string, query: Query): AsyncGenerator<v.InferOutput<S>>
  /** Whatever stands at a path, e.g. a table's definition. */
  read<S extends v.GenericSchema>(schema: S, path: string): Promise<v.InferOutput<S>>
  /** A page of tracked changes: from a path for the first, then from the link that a page gave. */
  changes(link: string): Promise<{ value: Record<string, unknown>[]; next?: string; delta?: string }>
  /** Rows of a query whose filter holds personal data: it travels in a body, so that no log of URLs ever shows it. */
  privateRows<S extends v.GenericSchema>(schema: S, set: string, query: Query): Promise<v.InferOutput<S>[]>
  /**
   * Changes a row that is there; with an etag only in that very version (else `Conflict`). Answers the new version if a
   * column to show is named, because Dataverse tells it only with a part of the row.
   */
  update(set: string, id: string, values: object, options?: { etag?: string; show?: string }): Promise<string>
  /** Creates the row or changes it. */
  upsert(set: string, id: string, values: object): Promise<void>
  /** Creates or changes many rows of one table, all or none. */
  upsertAll(set: string, table: string, rows: readonly object[]): Promise<void>
}

/** The most rows that Dataverse puts on a page. */
const pageSize = 5000

export function createDataverse(url: string, token: () => Promise<string>): Dataverse {
  const root = `${url}/api/data/v9.2`
  const pace = createRequestQueue()
  const api: HttpClient = createHttpClient({
    name: 'Dataverse',
    url: root,
    headers: async () => ({
      authorization: `Bearer ${await token()}`,
      accept: 'application/json',
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
    }),
    failure: (failure) => {
      if (failure.status === 429) pace.pauseFor(retryAfter(failure.headers) ?? 30)
      return toError(failure)
    },
    admit: pace.schedule,
  })
  const json = { 'content-type': 'application/json; charset=utf-8' }

  return {
    async row(schema, set, id, query) {
      try {
        return await api.read(schema, 'GET', `${set}(${id})${search(query)}`)
      } catch (error) {
        if (error instanceof NotFoundError) return undefined
        throw error
      }
    },
    async *rows(schema, set, query) {
      const headers = { prefer: `odata.maxpagesize=${pageSize}` }
      let next: string | URL | undefined = `${set}${search(query)}`
      while (next) {
        const page: v.InferOutput<typeof Page> = await api.read(Page, 'GET', next, { headers, timeout: 120_000 })
        for (const row of page.value) yield checked(schema, row, 'Dataverse', `GET ${set}`)
        next = sameHost(page['@odata.nextLink'], root)
      }
    },
    read: (schema, path) => api.read(schema, 'GET', path),
    async changes(link) {
      const from = link.startsWith('http') ? (sameHost(link, root) as URL) : link
      const headers = { prefer: `odata.track-changes,odata.maxpagesize=${pageSize}` }
      const page = await api.read(ChangesPage, 'GET', from, { headers, timeout: 120_000 })
      const { '@odata.nextLink': next, '@odata.deltaLink': delta, value } = page
      return { value, ...(next && { next }), ...(delta && { delta }) }
    },
    async privateRows(schema, set, query) {
      const { headers, text } = batchOfOneGet(`/api/data/v9.2/${set}${search(query)}`)
      const answer = await api.send('POST', '$batch', { headers, text })
      const body = bodyOfOneAnswer(await answer.text(), (failure) =>
        toError({ ...failure, call: `GET ${set} in a batch` }),
      )
      const page = checked(Page, body, 'Dataverse', `GET ${set}`)
      return page.value.map((row) => checked(schema, row, 'Dataverse', `GET ${set}`))
    },
    async update(set, id, values, { etag = '*', show } = {}) {
      const headers = { ...json, 'if-match': etag, ...(show && { prefer: 'return=representation' }) }
      const path = `${set}(${id})${show ? search({ select: [show] }) : ''}`
      const response = await api.send('PATCH', path, { json: values, headers })
      if (!show || response.status === 204) return ''
      const body = await response.json().catch(() => ({}))
      return checked(Versioned, body, 'Dataverse', `PATCH ${set}`)['@odata.etag']
    },
    async upsert(set, id, values) {
      await api.send('PATCH', `${set}(${id})`, { json: values, headers: { ...json } })
    },
    async upsertAll(set, table, rows) {
      const targets = rows.map((row) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${table}`, ...row }))
      const path = `${set}/Microsoft.Dynamics.CRM.UpsertMultiple`
      await api.send('POST', path, { json: { Targets: targets }, headers: { ...json }, timeout: 120_000 })
    },
  }
}

const Versioned = v.object({ '@odata.etag': v.optional(v.string(), '') })
const Page = v.object({ value: v.array(v.unknown()), '@odata.nextLink': v.optional(v.string()) })

const ChangesPage = v.object({
  value: v.array(v.looseObject({})),
  '@odata.nextLink': v.optional(v.string()),
  '@odata.deltaLink': v.optional(v.string()),
})

function search({ select, filter, expand, orderBy }: Query) {
  const parts = Object.entries({ $select: select.join(','), $filter: filter, $expand: expand, $orderby: orderBy })
  const given = parts.filter(([, value]) => value)
  return given.length ? `?${given.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&')}` : ''
}

/** The link is followed as it came, but never with our token to another host. */
function sameHost(link: string | undefined, root: string) {
  if (!link) return undefined
  const url = new URL(link)
  if (url.origin !== new URL(root).origin) throw unreadable('Dataverse', 'with a link to another host')
  return url
}

/** A value in a filter. */
export function text(value: string) {
  return `'${value.replaceAll("'", "''")}'`
}

const ErrorBody = v.object({
  error: v.object({ code: v.optional(v.string(), ''), message: v.optional(v.string(), '') }),
})

function toError({ status, headers, body, call }: Failure): AppError {
  const parsed = v.safeParse(ErrorBody, body)
  const { code, message: said } = parsed.success ? parsed.output.error : { code: '', message: '' }
  const message = `Dataverse answered ${status} ${code} to ${call}`
  switch (status) {
    case 401:
    case 403:
      return new UnavailableError({ code: 'dataverse_no_access' }, { message, retryAfter: 300 })
    case 404:
      return new NotFoundError({ code: 'row_gone' }, { message })
    case 412:
      return new ConflictError(message)
    case 400:
    case 413:
      return new RefusedError({ code: 'dataverse_refused', said: said || code }, { message })
    default:
      return new UnavailableError(
        { code: 'out_of_service', system: 'Dataverse' },
        { message, retryAfter: retryAfter(headers) },
      )
  }
}

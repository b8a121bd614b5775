import * as v from 'valibot'
import { checked, createHttpClient } from '../lib/core/http-client.ts'
import { createOnce } from './create-once.ts'
import { NotFoundError } from './errors.ts'
import { type Pause, patiently } from './patience.ts'
import { toError } from './refusals.ts'

/** The Web API as an administrator uses it; a refusal is one sentence for the person at the terminal. */
export type Crm = {
  url: string
  /** Rows of a query, given as `set?$select=...`. One page is 5000 rows, far above what an environment has of these. */
  rows<S extends v.GenericSchema>(schema: S, query: string): Promise<v.InferOutput<S>[]>
  /** How many rows a filter leaves; Dataverse counts no further than 5000. */
  count(set: string, filter: string): Promise<number>
  /** One answer, or undefined if there is nothing at that address. */
  read<S extends v.GenericSchema>(
    schema: S,
    path: string,
    headers?: Record<string, string>,
  ): Promise<v.InferOutput<S> | undefined>
  write(
    method: 'POST' | 'PATCH' | 'PUT',
    path: string,
    body: object,
    headers?: Record<string, string>,
  ): Promise<Response>
  /**
   * Makes a thing by POST, once: where the answer is lost or the name is taken, it is looked for before it is sent again.
   * @param there whether the thing is there
   */
  create(path: string, body: object, there: () => Promise<boolean>, headers?: Record<string, string>): Promise<void>
  remove(path: string): Promise<Response>
}

/** Connects to an environment. A call that Dataverse has no time for is repeated when it has. */
export function createCrm(url: string, token: () => Promise<string>, pause: Pause): Crm {
  const api = createHttpClient({
    name: url,
    url: `${url}/api/data/v9.2`,
    headers: async () => ({
      authorization: `Bearer ${await token()}`,
      accept: 'application/json',
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
      // All that was written is read again at the end.
      consistency: 'Strong',
    }),
    failure: (failure) => toError(url, failure),
  })
  const json = { 'content-type': 'application/json; charset=utf-8' }
  const timeout = 120_000
  // A new table, an index or a publication can take minutes where the environment is large.
  const writing = 300_000
  const send = (method: string, path: string, body: object, headers?: Record<string, string>) =>
    api.send(method, path, { json: body, headers: { ...json, ...headers }, timeout: writing })

  return {
    url,
    async rows(schema, query) {
      const page = await patiently(() => api.read(Page, 'GET', query, { timeout }), pause)
      return page.value.map((row) => checked(schema, row, url, `GET ${query.split('?')[0]}`))
    },
    async count(set, filter) {
      const query = `${set}?$select=createdon&$top=1&$count=true&$filter=${filter}`
      return (await patiently(() => api.read(Counted, 'GET', query, { timeout }), pause))['@odata.count']
    },
    async read(schema, path, headers = {}) {
      try {
        return await patiently(() => api.read(schema, 'GET', path, { timeout, headers }), pause)
      } catch (error) {
        if (error instanceof NotFoundError) return undefined
        throw error
      }
    },
    write: (method, path, body, headers) => patiently(() => send(method, path, body, headers), pause),
    create: (path, body, there, headers) =>
      patiently(() => createOnce(() => send('POST', path, body, headers), there, pause), pause),
    remove: (path) => patiently(() => api.send('DELETE', path, { timeout: writing }), pause),
  }
}

const Page = v.object({ value: v.array(v.unknown()) })
const Counted = v.object({ '@odata.count': v.number() })

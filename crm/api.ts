import * as v from 'valibot'
import type { AppError } from '../lib/core/errors.ts'
import { checked, createHttpClient, type Failure, retryAfter } from '../lib/core/http-client.ts'
import { BusyError, NotFoundError, RefusedError, UnavailableError } from './errors.ts'
import { type Pause, patiently } from './patience.ts'

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
  // Publishing a table's definition can take a minute.
  const timeout = 120_000

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
    write: (method, path, body, headers) =>
      patiently(() => api.send(method, path, { json: body, headers: { ...json, ...headers }, timeout }), pause),
    remove: (path) => patiently(() => api.send('DELETE', path, { timeout }), pause),
  }
}

const Page = v.object({ value: v.array(v.unknown()) })
const Counted = v.object({ '@odata.count': v.number() })
const ErrorBody = v.object({ error: v.object({ code: v.optional(v.string(), ''), message: v.string() }) })

/** CustomizationLockException: one customization at a time in the whole environment, an import of a solution included. */
const customizationLock = '0x80071151'

function toError(url: string, { status, headers, body, call }: Failure): AppError {
  const parsed = v.safeParse(ErrorBody, body)
  const said = parsed.success ? ` It says: ${parsed.output.error.message}` : ''
  if (parsed.success && parsed.output.error.code.toLowerCase() === customizationLock) {
    return new BusyError(`Another customization is running in ${url}.`, retryAfter(headers))
  }
  // A web site that is no environment often leads elsewhere.
  if (status < 400) return new NotFoundError(`${url} has nothing at ${call}.`)
  switch (status) {
    case 401:
      return new RefusedError(
        `${url} does not accept your sign-in: use an account of that environment’s tenant (az login).`,
      )
    case 403:
      return new RefusedError(
        `Your account may not do this in ${url}: sign in as somebody with the role System Administrator.${said}`,
      )
    case 404:
      return new NotFoundError(`${url} has nothing at ${call}.`)
    case 429:
    case 503:
      return new BusyError(`${url} has no time for ${call} (${status}).`, retryAfter(headers))
    default:
      return status < 500
        ? new RefusedError(`${url} refused ${call} (${status}).${said}`)
        : new UnavailableError(`${url} is out of order (${status}): try again in a few minutes.`)
  }
}

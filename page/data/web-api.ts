import type { ProblemKind } from '../model.ts'
import { problemKind } from '../rules/problems.ts'
import { answerIn, batchOf } from './batch.ts'

/** A row as the Web API answers it. */
export type Row = Record<string, unknown>

/** Dynamics did not do what it was asked. */
export class Problem extends Error {
  readonly kind: ProblemKind
  constructor(kind: ProblemKind, message: string) {
    super(message)
    this.kind = kind
  }
}

export type WebApi = ReturnType<typeof createWebApi>

/** A call that takes longer has failed. */
const timeout = 60_000
const annotated = 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"'

/**
 * The Web API of Dynamics, with the session of the person who looks at the page.
 * @param headers only a test, which has no session, gives any
 */
export function createWebApi(base = '/api/data/v9.2/', headers: Record<string, string> = {}) {
  let ahead = 0
  async function send(
    method: string,
    path: string,
    body?: string,
    more: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'odata-version': '4.0',
        'odata-maxversion': '4.0',
        ...(method === 'GET' && { prefer: annotated }),
        ...(body && { 'content-type': 'application/json; charset=utf-8' }),
        ...more,
        ...headers,
      },
      signal: AbortSignal.timeout(timeout),
      ...(body && { body }),
    }).catch((error: unknown) => {
      // A session that has ended shows itself in the same way: the browser does not follow to the sign-in.
      throw new Problem('unreachable', String(error))
    })
    const serverTime = Date.parse(response.headers.get('date') ?? '')
    if (serverTime) ahead = serverTime - Date.now()
    if (!response.ok) throw await problemOf(response)
    return response
  }

  async function read(query: string) {
    const response = await send('GET', query)
    return (await response.json()) as { value?: Row[]; '@odata.count'?: number; '@odata.nextLink'?: string }
  }

  return {
    /** The time by the clock of Dynamics, as far as it is known: the person’s own may be wrong. */
    now: () => new Date(Date.now() + ahead),
    /** The rows of a query, given as `set?$select=...`: one page of them. */
    async rows(query: string): Promise<Row[]> {
      return (await read(query)).value ?? []
    },
    /** The rows of a query, page by page, up to about so many. `isAll`: there are no more. */
    async all(query: string, most: number): Promise<{ rows: Row[]; isAll: boolean }> {
      const rows: Row[] = []
      let next: string | undefined = query
      while (next && rows.length < most) {
        const page: Awaited<ReturnType<typeof read>> = await read(next)
        rows.push(...(page.value ?? []))
        next = pathOf(page['@odata.nextLink'])
      }
      return { rows, isAll: next === undefined }
    },
    /** How many rows a query finds, and the first of them. */
    async counted(query: string): Promise<{ rows: Row[]; count: number }> {
      const { value: rows = [], '@odata.count': count = 0 } = await read(`${query}&$count=true`)
      return { rows, count: Math.max(count, rows.length) }
    },
    /** The rows of a query that names a person: it goes in a body, because addresses are kept in logs. */
    async privateRows(query: string): Promise<Row[]> {
      const root = base.replace(/^https?:\/\/[^/]+/, '')
      const { type, text } = batchOf(`${root}${query}`, { accept: 'application/json', prefer: annotated })
      const answer = answerIn(await (await send('POST', '$batch', text, { 'content-type': type })).text())
      if (answer.status !== 200) throw toProblem(answer.status, answer.body)
      return (answer.body as { value?: Row[] }).value ?? []
    },
    async row(path: string): Promise<Row> {
      return (await send('GET', path)).json() as Promise<Row>
    },
    async create(set: string, values: object) {
      await send('POST', set, JSON.stringify(values))
    },
    /** Changes a row, in any version or, with its ETag, in that very one. */
    async change(set: string, id: string, values: object, etag = '*') {
      await send('PATCH', `${set}(${id})`, JSON.stringify(values), { 'if-match': etag })
    },
    /** Deletes a row in that very version. */
    async remove(set: string, id: string, etag: string) {
      await send('DELETE', `${set}(${id})`, undefined, { 'if-match': etag })
    },
  }
}

/** The set and the query of a link to the next page. */
function pathOf(link: string | undefined) {
  if (!link) return undefined
  const { pathname, search } = new URL(link)
  return `${pathname.split('/').at(-1)}${search}`
}

async function problemOf(response: Response) {
  return toProblem(response.status, await response.json().catch(() => ({})))
}

function toProblem(status: number, answer: unknown) {
  const message = (answer as { error?: { message?: string } }).error?.message ?? ''
  return new Problem(problemKind(status, message), message)
}

const formatted = '@OData.Community.Display.V1.FormattedValue'

export function textOf(row: Row, column: string): string {
  const value = row[column]
  return typeof value === 'string' ? value : ''
}

export function numberOf(row: Row, column: string): number {
  return maybeNumber(row, column) ?? 0
}

export function maybeNumber(row: Row, column: string): number | undefined {
  const value = row[column]
  return typeof value === 'number' ? value : undefined
}

export function timeOf(row: Row, column: string): Date | undefined {
  const value = textOf(row, column)
  return value ? new Date(value) : undefined
}

/** The version of a row, by which a change of it is made in that version only. */
export function etagOf(row: Row): string {
  return textOf(row, '@odata.etag')
}

/** The text that people see in place of a value: the name of a row, the label of an option. */
export function shownOf(row: Row, column: string): string {
  return textOf(row, `${column}${formatted}`)
}

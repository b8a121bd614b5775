import type { HttpRequest } from '@azure/functions'
import * as v from 'valibot'
import { InvalidInputError } from '../core/errors.ts'
import type { Services } from '../services.ts'
import { fault, faultsOf, known } from './faults.ts'
import { mostBytes, parseJson, readText } from './request-body.ts'

/** A GUID, also in braces as Dynamics shows it. */
export function guid(member: string) {
  const wrong = fault({ code: 'not_guid', member })
  const bare = v.transform((id: string) => id.replace(/^\{(.*)\}$/, '$1'))
  return v.pipe(v.string(wrong), v.trim(), bare, v.uuid(wrong), v.toLowerCase())
}

/** The path of a call about an event or session. */
export function rowPath({ watchedTables, subjectOf }: Pick<Services, 'watchedTables' | 'subjectOf'>) {
  const tables = watchedTables.filter((table) => subjectOf(table) === 'webinars')
  const wrong = fault({ code: 'not_one_of', member: 'table', values: tables.join(', ') })
  return { table: v.pipe(v.string(wrong), v.toLowerCase(), v.picklist(tables, wrong)), id: guid('id') }
}

/** The most faults that an answer names, so that a call of many is not answered by megabytes. */
const mostFaults = 20

/** Query members in which the Functions host looks for a key. */
const ofTheHost = ['code', 'clientid']

type Output<Entries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>
type Nothing = Record<never, never>

/**
 * Reads a call. A member of query or body that is not asked for is a fault, so that a misspelt one is never ignored.
 * @throws InvalidInput naming the faults of path, query and body at once, 20 at most, TooLarge, TooSlow
 */
export async function readRequest<
  Path extends v.ObjectEntries = Nothing,
  Query extends v.ObjectEntries = Nothing,
  Body extends v.GenericSchema = typeof noBody,
>(
  request: HttpRequest,
  asked: { path?: Path; query?: Query; body?: Body },
): Promise<{ path: Output<Path>; query: Output<Query>; body: v.InferOutput<Body> }> {
  const query = Object.fromEntries([...request.query].filter(([name]) => !ofTheHost.includes(name.toLowerCase())))
  const read = {
    path: v.safeParse(v.object(asked.path ?? ({} as Path)), request.params),
    query: v.safeParse(known(asked.query ?? ({} as Query), 'unknown_query'), query),
    body: await readBody(request, asked.body),
  }
  const [first, ...others] = Object.values(read).flatMap(({ issues }) => issues ?? [])
  if (first) throw new InvalidInputError(faultsOf([first, ...others.slice(0, mostFaults - 1)]))
  return { path: read.path.output, query: read.query.output, body: read.body.output } as {
    path: Output<Path>
    query: Output<Query>
    body: v.InferOutput<Body>
  }
}

/** The `{id}` of a call that has nothing else to read. @throws InvalidInput naming the faults */
export async function readId(request: HttpRequest): Promise<string> {
  return (await readRequest(request, { path: { id: guid('id') } })).path.id
}

const noBody = known({}, 'unknown_member')

async function readBody(request: HttpRequest, asked: v.GenericSchema | undefined) {
  const text = await readText(request, mostBytes.json)
  if (!asked && text.trim() === '') return { output: {} }
  const body = parseJson(text)
  if (body === undefined) return { issues: [{ message: fault({ code: 'body_not_json' }) }] as const, output: undefined }
  // To the library an array is an object too.
  return v.safeParse(asked ?? noBody, Array.isArray(body) ? undefined : body)
}

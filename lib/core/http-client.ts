import ky, { isHTTPError } from 'ky'
import * as v from 'valibot'
import { correlation } from './correlation.ts'
import { DeadlineError, fetchWithin } from './deadline.ts'
import { AppError, UnavailableError } from './errors.ts'

/** A refusal of an external system, for its own folder to say what it means. `call` names no person and no query. */
export type Failure = { status: number; headers: Headers; body: unknown; call: string }

type CallOptions = {
  query?: Record<string, string | number>
  headers?: Record<string, string>
  /** One of the three bodies. */
  json?: unknown
  form?: Record<string, string>
  text?: string
  /** For the whole call with its body and its repeats, in milliseconds. */
  timeout?: number
  /** The longest pause between two parts of a long answer, in milliseconds. */
  idle?: number
}

export type HttpClient = {
  /** The answer's text, and its headers. Throws `Unavailable` when it is cut short. */
  readText(method: string, path: string | URL, options?: CallOptions): Promise<{ text: string; headers: Headers }>
  /** The raw answer, for those who read headers or a stream; a body that is read here may end in any error. */
  send(method: string, path: string | URL, options?: CallOptions): Promise<Response>
  /** The answer's JSON, checked. Throws `Unavailable` when it is cut short or not of the shape. */
  read<Schema extends v.GenericSchema>(
    schema: Schema,
    method: string,
    path: string | URL,
    options?: CallOptions,
  ): Promise<v.InferOutput<Schema>>
}

const transient = [500, 502, 503, 504]

/**
 * The one shape in which ky is used: a deadline on everything, retries only for reads (a repeated write is the queue's
 * decision), a failure turned into one of our errors by the folder that knows what it means.
 */
export function createHttpClient(system: {
  /** As people call it, e.g. "ON24". */
  name: string
  url: string
  headers(): Record<string, string> | Promise<Record<string, string>>
  failure(failure: Failure): AppError
  /** Lets a call through when its turn has come, and sees what came of it: it may send it again. */
  admit?<T>(call: () => Promise<T>): Promise<T>
  /** Sees the headers of every answer that is no refusal. */
  seen?(headers: Headers): void
}): HttpClient {
  const client = ky.create({
    prefix: system.url,
    timeout: false,
    // Followed to another host, our headers would take their tokens along.
    redirect: 'manual',
    retry: {
      limit: 2,
      methods: ['get'],
      statusCodes: transient,
      // Waiting out a Retry-After is for the caller to decide.
      shouldRetry: ({ error }) => {
        const asked = isHTTPError(error) && error.response.headers.has('retry-after')
        return asked || error instanceof DeadlineError ? false : undefined
      },
      backoffLimit: 2000,
      jitter: true,
    },
  })

  const admit = system.admit ?? ((call) => call())

  /** Sends a call; its answer becomes `read` while the call still counts as made. */
  async function attempt<T>(
    method: string,
    path: string | URL,
    options: CallOptions,
    read: (response: Response, call: string) => T | Promise<T>,
  ): Promise<T> {
    const call = describe(method, path)
    const { timeout: whole = 30_000, idle = whole } = options
    const given = await system.headers()
    return admit(async () => {
      const response = await client(path, {
        method,
        headers: { ...given, ...options.headers, ...traced() },
        fetch: fetchWithin({ whole, idle }),
        ...(options.query && { searchParams: options.query }),
        ...(options.json !== undefined && { json: options.json }),
        ...(options.form && { body: new URLSearchParams(options.form) }),
        ...(options.text !== undefined && { body: options.text }),
      }).catch((error: unknown) => {
        if (!isHTTPError(error)) throw error instanceof AppError ? error : unreachable(system.name, call, error)
        const { status, headers } = error.response
        throw system.failure({ status, headers, body: error.data, call })
      })
      system.seen?.(response.headers)
      return read(response, call)
    })
  }

  return {
    send: (method, path, options = {}) => attempt(method, path, options, (response) => response),
    readText: (method, path, options = {}) =>
      attempt(method, path, options, async (response, call) => {
        const text = await response.text().catch((error: unknown) => {
          throw unreachable(system.name, call, error)
        })
        return { text, headers: response.headers }
      }),
    read: (schema, method, path, options = {}) =>
      attempt(method, path, options, async (response, call) => {
        const body = await response.json().catch((error: unknown) => {
          throw unreachable(system.name, call, error)
        })
        return checked(schema, body, system.name, call)
      }),
  }
}

/** Parses an answer. An unexpected shape is reported by the names of its fields, never by values. */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  name: string,
  call: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const fields = [...new Set(parsed.issues.map((issue) => v.getDotPath(issue) ?? 'all of it'))].join(', ')
  throw unreadable(name, `${call} in an unknown shape: ${fields}`)
}

/** The seconds of a `Retry-After` header, if it has any. */
export function retryAfter(headers: Headers): number | undefined {
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10)
  return Number.isNaN(seconds) ? undefined : seconds
}

/** The correlation id goes along, so that a change can be followed from CRM to the external system and back. */
function traced() {
  const id = correlation()
  return id ? { 'x-correlation-id': id } : {}
}

export function unreachable(name: string, call: string, cause: unknown) {
  const message = `${name} gave no whole answer to ${call}`
  return new UnavailableError({ code: 'unreachable', system: name }, { message, cause })
}

/** @param what for the log: which call, and what its answer lacks */
export function unreadable(name: string, what: string) {
  return new UnavailableError({ code: 'unreadable_answer', system: name }, { message: `${name} answered ${what}` })
}

/** A call as the log may show it: no query, and no e-mail address (ON24 has calls with one in the path). */
function describe(method: string, path: string | URL) {
  const [place = ''] = (typeof path === 'string' ? path : path.pathname).split('?')
  return `${method} ${place.replace(/[^/]*(@|%40)[^/]*/gi, '{email}')}`
}

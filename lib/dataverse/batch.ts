import { randomUUID } from 'node:crypto'
import { unreadable } from '../core/http-client.ts'

/** A request inside a `$batch`. `path` begins with a slash. */
export type BatchedRequest = {
  method: 'GET' | 'PATCH' | 'DELETE'
  path: string
  headers?: Record<string, string>
  json?: unknown
}
export type BatchedAnswer = { status: number; headers: Headers; body: unknown }

/**
 * Requests as one `$batch`: Dataverse's way to send a query in a body, and many requests at the cost of one. Each is
 * answered, whatever became of the others
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api).
 */
export function batchOf(requests: readonly BatchedRequest[]) {
  const boundary = `batch_${randomUUID()}`
  const parts = requests.map(({ method, path, headers = {}, json }) =>
    [
      `--${boundary}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      `${method} ${path} HTTP/1.1`,
      'Accept: application/json',
      ...(json === undefined ? [] : ['Content-Type: application/json; charset=utf-8']),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      json === undefined ? '' : JSON.stringify(json),
    ].join('\r\n'),
  )
  return {
    headers: { 'content-type': `multipart/mixed; boundary="${boundary}"`, prefer: 'odata.continue-on-error' },
    text: [...parts, `--${boundary}--`, ''].join('\r\n'),
  }
}

/** The answers inside, in the order of the requests. @throws Unavailable if there are fewer, or one cannot be read */
export function answersIn(answer: string, contentType: string | null, count: number): BatchedAnswer[] {
  const boundary = /boundary="?([^";]+)/.exec(contentType ?? '')?.[1] ?? ''
  const parts = answer.split(`--${boundary}`).slice(1, -1)
  if (!boundary || parts.length !== count)
    throw unreadable('Dataverse', `a batch with ${parts.length} of ${count} parts`)
  return parts.map(toAnswer)
}

function toAnswer(part: string): BatchedAnswer {
  const [, status, rest = ''] = /HTTP\/1\.\d (\d{3})[^\n]*\n([\s\S]*)/.exec(part) ?? []
  if (!status) throw unreadable('Dataverse', 'a batch with a part without a status')
  const [head = '', ...body] = rest.split(/\r?\n\r?\n/)
  const headers = new Headers()
  for (const line of head.split(/\r?\n/)) {
    const [name = '', value] = line.split(/:(.*)/s)
    if (value !== undefined) headers.set(name.trim(), value.trim())
  }
  return { status: Number(status), headers, body: parsed(body.join('\n\n')) }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

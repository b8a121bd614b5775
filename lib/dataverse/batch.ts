import { randomUUID } from 'node:crypto'
import { unreadable } from '../core/http-client.ts'

/**
 * One GET wrapped in a `$batch` request: Dataverse's way to send a query in a body
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api).
 */
export function batchOfOneGet(path: string) {
  const boundary = `batch_${randomUUID()}`
  const lines = [
    `--${boundary}`,
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `GET ${path} HTTP/1.1`,
    'Accept: application/json',
    '',
    '',
    `--${boundary}--`,
    '',
  ]
  return {
    headers: { 'content-type': `multipart/mixed; boundary="${boundary}"` },
    text: lines.join('\r\n'),
  }
}

type Refusal = { status: number; headers: Headers; body: unknown }

/** The JSON of the one answer inside; `refuse` makes the error of one that is not 200. */
export function bodyOfOneAnswer(answer: string, refuse: (refusal: Refusal) => Error): unknown {
  const status = Number(/^HTTP\/1\.\d (\d{3})/m.exec(answer)?.[1])
  const body = parsed(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
  if (!status || body === undefined) throw unreadable('Dataverse', 'a batch without a status and JSON')
  if (status !== 200) throw refuse({ status, headers: new Headers(), body })
  return body
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

import { randomUUID } from 'node:crypto'
import type { ApiResponse } from './exchange.ts'
import { badRequest } from './fault.ts'

/** One part of a multipart body: its headers and its body. */
export type Part = { headers: Headers; body: string }

/** The parts of a multipart body, or undefined when the content type announces none. */
export function partsOf(contentType: string | null, body: string): Part[] | undefined {
  const [, quoted, plain] = /^multipart\/mixed\s*;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '') ?? []
  const boundary = quoted ?? plain
  if (!boundary) return
  const pieces = `\n${body.replaceAll('\r\n', '\n')}`.split(`\n--${boundary}`)
  if (pieces.length < 2 || !pieces.at(-1)?.startsWith('--'))
    throw badRequest('The batch does not end with its boundary.')
  return pieces.slice(1, -1).map((piece) => headed(piece.replace(/^\s+/, '')))
}

/** Splits headers from the body after the empty line. */
export function headed(source: string): Part {
  const end = source.indexOf('\n\n')
  const head = end < 0 ? source : source.slice(0, end)
  const headers = new Headers()
  for (const line of head.split('\n').filter((text) => text.trim())) {
    const [name = '', value] = line.split(/:(.*)/s)
    if (value === undefined) throw badRequest(`'${line}' is not a header.`)
    headers.set(name.trim(), value.trim())
  }
  return { headers, body: end < 0 ? '' : source.slice(end + 2) }
}

/** A response as a part of a batch's answer. */
export function responsePart({ response, contentId }: { response: ApiResponse; contentId?: string | null }): string {
  const lines = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId ? [`Content-ID: ${contentId}`] : []),
    '',
    `HTTP/1.1 ${response.status} ${REASONS[response.status] ?? 'Bad Request'}`,
    ...Object.entries({ ...response.headers, 'OData-Version': '4.0' }).map(([name, value]) => `${name}: ${value}`),
    '',
    response.body ?? '',
  ]
  return lines.join('\r\n')
}

/** Wraps parts in a boundary of their own: content type and body. */
export function enclosed(kind: 'batchresponse' | 'changesetresponse', parts: string[]): { type: string; body: string } {
  const boundary = `${kind}_${randomUUID()}`
  const body = [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join('')
  return { type: `multipart/mixed; boundary=${boundary}`, body }
}

const REASONS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  404: 'Not Found',
  412: 'Precondition Failed',
}

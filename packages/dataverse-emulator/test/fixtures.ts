import type { Dataverse } from '../src/dataverse.ts'

export type Reply = { status: number; headers: Headers; body: Record<string, unknown>; text: string }

/** Calls the Web API the way a bare HTTP client would; headers given as null are left out. */
export async function call(
  dataverse: Dataverse,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string | null> = {},
): Promise<Reply> {
  const all = {
    authorization: 'Bearer token',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
  const sent = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  )
  const response = await fetch(path.startsWith('http') ? path : `${dataverse.url}/api/data/v9.2/${path}`, {
    method,
    headers: sent,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} }
}

/** The rows of a query's answer. */
export function rowsOf(reply: Reply): Record<string, unknown>[] {
  return reply.body.value as Record<string, unknown>[]
}

/** Code of the error in a reply. */
export function codeOf(reply: Reply): unknown {
  return (reply.body.error as { code?: unknown } | undefined)?.code
}

/** One person registered for one event. */
export function registerAda(dataverse: Dataverse) {
  const account = dataverse.insert('account', { name: 'Analytical Engines' })
  const contact = dataverse.insert('contact', {
    firstname: 'Ada',
    lastname: 'Lovelace',
    emailaddress1: 'ada@example.com',
    parentcustomerid: account,
  })
  const event = dataverse.insert('msevtmgt_event', {
    msevtmgt_name: 'Launch',
    msevtmgt_eventstartdate: '2026-03-01T10:00:00',
    msevtmgt_eventtimezone: 110,
    msevtmgt_eventformat: 100_000_002,
  })
  const registration = dataverse.insert('msevtmgt_eventregistration', {
    msevtmgt_name: 'ER 1',
    msevtmgt_contactid: contact,
    msevtmgt_eventid: event,
  })
  return { account, contact, event, registration }
}

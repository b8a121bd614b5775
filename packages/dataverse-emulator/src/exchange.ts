import type { DataverseFault } from './fault.ts'
import type { Store } from './store.ts'

/** A request with its body read, so that answering it - alone or within a batch - takes no turn of the event loop. */
export type ApiRequest = {
  method: string
  /** Address of the Web API, with a trailing slash. */
  base: string
  /** What follows it, still percent-encoded. */
  resource: string
  search: string
  headers: Headers
  body: string
}

export type ApiResponse = { status: number; headers: Record<string, string>; body?: string }

export type Answer = (store: Store, request: ApiRequest) => ApiResponse

/** A JSON answer. */
export function json(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): ApiResponse {
  const type = 'application/json; odata.metadata=minimal'
  return { status, headers: { 'content-type': type, ...headers }, body: JSON.stringify(body) }
}

/** A refusal as Dataverse words it. */
export function refusal(fault: DataverseFault): ApiResponse {
  return json(fault.status, { error: { code: fault.code, message: fault.message } })
}

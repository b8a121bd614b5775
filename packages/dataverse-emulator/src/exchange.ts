import type { DataverseFault } from './fault.ts'
import type { Store } from './store.ts'

/** A request with its body read, so that it is answered synchronously, alone or within a batch. */
export type ApiRequest = {
  method: string
  /** Address of the Web API, with a trailing slash. */
  base: string
  /** The path after `base`, still percent-encoded. */
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

/** An error answer in Dataverse's format. */
export function refusal(fault: DataverseFault): ApiResponse {
  return json(fault.status, { error: { code: fault.code, message: fault.message } })
}

import { setTimeout } from 'node:timers/promises'

/** Milliseconds that a call takes, and that each row adds which it writes. */
export type Latency = { call: number; row: number }

/** Waits as long as the environment would work on a call. */
export async function takeTime({ call, row }: Latency, resource: string, method: string, body: string) {
  if (method === 'GET' || row === 0) return call > 0 ? setTimeout(call) : undefined
  await setTimeout(call + row * writtenRows(resource, body))
}

function writtenRows(resource: string, body: string) {
  if (resource === '$batch') return body.match(/^(?:POST|PATCH|PUT|DELETE) \S+ HTTP\/1\.1/gm)?.length ?? 0
  return resource.endsWith('Multiple') ? (body.match(/"@odata\.type"/g)?.length ?? 0) : 1
}

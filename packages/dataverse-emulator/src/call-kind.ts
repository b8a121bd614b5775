/** Kinds of calls to the Web API: many reads, one read, a batch, many writes, one write, or anything else. */
export const callKinds = ['query', 'read', 'batch', 'bulk write', 'write', 'other'] as const
export type CallKind = (typeof callKinds)[number]

/** The kind of a call by its method and path. */
export function callKind({ method, path }: { method: string; path: string }): CallKind {
  const resource = path.replace(/^\/api\/data\/v9\.\d\//, '')
  if (resource === '$batch') return 'batch'
  if (/^\w+\/Microsoft\.Dynamics\.CRM\.(?:Create|Update|Upsert)Multiple$/.test(resource)) return 'bulk write'
  if (/^[a-z_]+\([^)]*\)$/.test(resource)) return method === 'GET' ? 'read' : 'write'
  if (/^[a-z_]+$/.test(resource)) return method === 'GET' ? 'query' : 'write'
  return 'other'
}

/** Number of calls of each kind. */
export function countByKind(calls: readonly { method: string; path: string }[]): Record<CallKind, number> {
  const counts = Object.fromEntries(callKinds.map((kind) => [kind, 0])) as Record<CallKind, number>
  for (const call of calls) counts[callKind(call)] += 1
  return counts
}

import type { Environment } from '../environment/environment.ts'

/** Calls that work has cost, without the polls of queues, which time costs. */
export type Operations = { dataverse: number; on24: number; table: number; queue: number }

/** Counts the calls of one piece of work. */
export async function countOperations(
  { dataverse, on24, storage }: Environment,
  work: () => Promise<unknown>,
): Promise<Operations> {
  const { table, queue } = storage.services
  const lists = [dataverse.calls, on24.na.calls, table.calls, queue.calls]
  for (const list of lists) list.length = 0
  await work()
  return {
    dataverse: dataverse.calls.length,
    on24: on24.na.calls.length,
    table: table.calls.length,
    queue: queue.calls.filter(({ method }) => method !== 'GET').length,
  }
}

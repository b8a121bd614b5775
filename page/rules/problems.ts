import type { ProblemKind } from '../model.ts'

/**
 * The kind of a refusal of the Web API.
 * @param message Dataverse's own words. A table, a column or an option that is not there is known by them alone
 *   (learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors), and so are more rows than
 *   can be added up (learn.microsoft.com/power-apps/developer/data-platform/use-fetchxml-aggregation).
 */
export function problemKind(status: number, message: string): ProblemKind {
  if (/record limit is exceeded|AggregateQueryRecordLimit/i.test(message)) return 'too many'
  if (status === 401) return 'signed out'
  if (status === 403) return 'forbidden'
  if (status === 429 || status >= 500) return 'busy'
  if (/resource not found for the segment|could not find a property|undeclared property/i.test(message))
    return 'missing'
  if (/does not exist on type|invalid property|entity with a name/i.test(message)) return 'missing'
  if (/outside the valid range\. Accepted Values/i.test(message)) return 'missing'
  // Another version is there than the one that is changed, or none any more.
  if (status === 412 || status === 404) return 'changed'
  return 'refused'
}

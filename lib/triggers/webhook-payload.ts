import * as v from 'valibot'
import { InvalidInputError, UnauthorizedError } from '../core/errors.ts'
import type { RowReference } from '../stores/queues.ts'
import { parseJson } from './request-body.ts'

type ChangedRow = RowReference & { columns: readonly string[] | undefined }
type Headers = { get(name: string): string | null }

/** A GUID as Dataverse writes it: plain, in braces, or wrapped with its type. */
const Guid = v.pipe(
  v.unknown(),
  v.transform((value) => (isObject(value) ? value.__value : value)),
  v.string(),
  v.transform((value) => value.replace(/^\{|\}$/g, '').toLowerCase()),
  v.uuid(),
)

/**
 * Refuses a sender that is not the environment this app belongs to.
 * @param host host name of the environment, e.g. `contoso.crm.dynamics.com`
 */
export function checkOrganization(headers: Headers, host: string) {
  const sender = headers.get('x-ms-dynamics-organization')
  if (sender?.trim().toLowerCase() !== host.toLowerCase()) {
    throw new UnauthorizedError({ code: 'wrong_organization' })
  }
}

/**
 * Which row a Dataverse webhook is about. Only the primary entity is read: it survives when Dataverse strips a body
 * above 256 KB, and the row itself is read later anyway
 * (learn.microsoft.com/power-apps/developer/data-platform/use-webhooks).
 * @returns the row, and the columns of an update where they are told; undefined for messages about no single row (Associate and the like)
 * @throws InvalidInput if the body is empty, unreadable, nested too deep or names no row
 */
export function rowOf(body: string, headers: Headers): ChangedRow | undefined {
  if (!body.trim()) throw new InvalidInputError([{ code: 'body_empty' }])
  const context = parseJson(body)
  if (!isObject(context)) throw new InvalidInputError([{ code: 'body_not_context' }])
  const target = targetOf(context)
  const table = firstText(context.PrimaryEntityName, target.LogicalName, headers.get('x-ms-dynamics-entity-name'))
  if (!table) throw new InvalidInputError([{ code: 'body_without_table' }])
  if (table === 'none') return undefined
  const id = [context.PrimaryEntityId, target.Id]
    .map((value) => v.safeParse(Guid, value))
    .find(({ success }) => success)
  if (!id?.success) throw new InvalidInputError([{ code: 'body_without_row' }])
  return { table: table.toLowerCase(), id: id.output, columns: columnsOf(context, target) }
}

/** The columns that an update set; undefined for other messages, and where Dataverse stripped them. */
function columnsOf({ MessageName: name }: Record<string, unknown>, { Attributes: set }: Record<string, unknown>) {
  if (name !== 'Update' || !Array.isArray(set)) return undefined
  const columns = set.filter(isObject).map(({ key }) => key)
  return columns.every((column) => typeof column === 'string') ? columns : undefined
}

/** The id by which Dataverse follows a change; kept only if it is one. */
export function correlationOf(headers: Headers): string | undefined {
  const id = v.safeParse(Guid, headers.get('x-ms-correlation-request-id'))
  return id.success ? id.output : undefined
}

/** The row as the input parameters have it: an Entity, or an EntityReference for a deletion. */
function targetOf(context: Record<string, unknown>): Record<string, unknown> {
  const parameters = Array.isArray(context.InputParameters) ? context.InputParameters : []
  const target: unknown = parameters.filter(isObject).find(({ key }) => key === 'Target')?.value
  return isObject(target) ? target : {}
}

function firstText(...values: unknown[]) {
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

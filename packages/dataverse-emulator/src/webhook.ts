import { randomUUID } from 'node:crypto'
import { WRITERS } from './caller.ts'
import { ORGANIZATION } from './metadata.ts'
import type { Change } from './store.ts'
import { bareReference, entityReference, primaryImage, targetEntity } from './webhook-entity.ts'

// learn.microsoft.com/power-apps/developer/data-platform/use-webhooks

/** The body of a webhook. Only the members that the emulator itself uses are typed. */
export type ExecutionContext = Record<string, unknown> & {
  CorrelationId: string
  MessageName: string
  PrimaryEntityName: string
}

const NO_USER = '00000000-0000-0000-0000-000000000000'
const MAX_SIZE = 256 * 1024
const REMOVED_WHEN_LARGE = ['ParentContext', 'InputParameters', 'PreEntityImages', 'PostEntityImages']
const RETRIED = new Set([502, 503, 504])

/** The context Dataverse sends for a change, from an asynchronous step without registered images. */
export function executionContext(change: Change): ExecutionContext {
  const writer = change.user ?? WRITERS[change.by]
  const deleted = change.message === 'Delete'
  return {
    BusinessUnitId: ORGANIZATION.businessUnit,
    CorrelationId: randomUUID(),
    Depth: 1,
    InitiatingUserAgent: '',
    InitiatingUserAzureActiveDirectoryObjectId: NO_USER,
    InitiatingUserId: writer,
    InputParameters: [
      { key: 'Target', value: deleted ? entityReference(change.table, change.id) : targetEntity(change) },
    ],
    IsExecutingOffline: false,
    IsInTransaction: false,
    IsOfflinePlayback: false,
    IsolationMode: 1,
    MessageName: change.message,
    Mode: 1,
    OperationCreatedOn: `/Date(${Date.now()}+0000)/`,
    OperationId: randomUUID(),
    OrganizationId: ORGANIZATION.id,
    OrganizationName: ORGANIZATION.name,
    OutputParameters: change.message === 'Create' ? [{ key: 'id', value: change.id }] : [],
    OwningExtension: bareReference('sdkmessageprocessingstep', randomUUID()),
    ParentContext: null,
    PostEntityImages: deleted ? [] : [{ key: 'AsynchronousStepPrimaryName', value: primaryImage(change) }],
    PreEntityImages: [],
    PrimaryEntityId: change.id,
    PrimaryEntityName: change.table,
    RequestId: randomUUID(),
    SecondaryEntityName: 'none',
    SharedVariables: [
      { key: 'IsAutoTransact', value: true },
      { key: 'AcceptLang', value: '' },
    ],
    Stage: 40,
    UserAzureActiveDirectoryObjectId: NO_USER,
    UserId: writer,
  }
}

/** The target of a webhook: its address with headers of its own, and the host name of the environment. */
export type Endpoint = { url: string; headers: Record<string, string>; organization: string }

/** Posts a context as Dataverse does: it is stripped above 256 KB, and sent once more after 502, 503 and 504 only. */
export async function sendWebhook(
  endpoint: Endpoint,
  context: ExecutionContext,
  { stripped = JSON.stringify(context).length > MAX_SIZE }: { stripped?: boolean } = {},
): Promise<{ status: number | undefined; attempts: number }> {
  const first = await post(endpoint, context, stripped)
  if (first === undefined || !RETRIED.has(first)) return { status: first, attempts: 1 }
  return { status: await post(endpoint, context, stripped), attempts: 2 }
}

async function post(endpoint: Endpoint, context: ExecutionContext, stripped: boolean): Promise<number | undefined> {
  const members = Object.entries(context).filter(([name]) => !stripped || !REMOVED_WHEN_LARGE.includes(name))
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        ...endpoint.headers,
        'content-type': 'application/json; charset=utf-8',
        'x-ms-dynamics-organization': endpoint.organization,
        'x-ms-dynamics-entity-name': context.PrimaryEntityName,
        'x-ms-dynamics-request-name': context.MessageName,
        'x-ms-correlation-request-id': context.CorrelationId,
        ...(stripped ? { 'x-ms-dynamics-msg-size-exceeded': 'true' } : {}),
      },
      body: JSON.stringify(Object.fromEntries(members)),
      signal: AbortSignal.timeout(60_000),
    })
    await response.body?.cancel()
    return response.status
  } catch {
    // Without an answer in time, or without a connection, the step has failed for good.
    return undefined
  }
}

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions'
import * as v from 'valibot'
import {
  AppError,
  ConflictError,
  CredentialsRefusedError,
  InvalidInputError,
  NotFoundError,
  RefusedError,
  UnauthorizedError,
  UnavailableError,
} from '../core/errors.ts'
import { redactError } from './redact-error.ts'

/** Answers with what the work resolves to, or with the error's one sentence; everything else goes to the log. */
export async function answer(
  context: InvocationContext,
  work: () => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  try {
    return await work()
  } catch (error) {
    const { message, stack } = redactError(error)
    context.log(`${message}${error instanceof AppError ? '' : `\n${stack}`}`)
    return refusal(error, context.invocationId)
  }
}

export function json(jsonBody: unknown, status = 200): HttpResponseInit {
  return { status, jsonBody, headers: { 'cache-control': 'no-store' } }
}

/** @throws InvalidInput naming every fault of the body at once */
export async function readJson<Schema extends v.GenericSchema>(
  request: HttpRequest,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const body: unknown = await request.json().catch(() => {
    throw new InvalidInputError(['The body is not JSON.'])
  })
  // To the library an array is an object too.
  if (Array.isArray(body)) throw new InvalidInputError(['The body must be a JSON object.'])
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  throw new InvalidInputError(parsed.issues.map(({ message }) => message))
}

/** What is said of a body that is no object, or of a member that it must not have: misspelt, it would be overlooked. */
export function unknownMember(members: readonly string[], otherwise: string) {
  return (issue: v.StrictObjectIssue) =>
    issue.expected === 'never'
      ? `${String(issue.path?.at(-1)?.key)} is not known; the body has ${members.join(', ')}.`
      : otherwise
}

const Guid = v.pipe(v.string(), v.uuid(), v.toLowerCase())

/** The `{id}` of a route. Whatever is no GUID is the id of nothing. */
export function readId(request: HttpRequest): string {
  const id = v.safeParse(Guid, request.params.id)
  if (!id.success) throw new NotFoundError('There is nothing with this id.')
  return id.output
}

function refusal(error: unknown, correlation: string): HttpResponseInit {
  const tell = (
    status: number,
    code: string,
    message: string,
    more: { details?: readonly string[]; retry?: number } = {},
  ) => ({
    ...json({ error: { code, message, ...(more.details && { details: more.details }) } }, status),
    headers: {
      'cache-control': 'no-store',
      ...(more.retry !== undefined && { 'retry-after': String(more.retry) }),
    },
  })
  if (error instanceof InvalidInputError)
    return tell(400, 'invalid_input', error.userMessage, { details: error.problems })
  if (error instanceof UnauthorizedError) return tell(401, 'unauthorized', error.userMessage)
  if (error instanceof NotFoundError) return tell(404, 'not_found', error.userMessage)
  if (error instanceof CredentialsRefusedError) return tell(422, error.status, error.userMessage)
  if (error instanceof RefusedError) return tell(422, 'refused', error.userMessage)
  if (error instanceof UnavailableError) return tell(503, 'unavailable', error.userMessage, { retry: error.retryAfter })
  if (error instanceof ConflictError) return tell(503, 'conflict', error.userMessage, { retry: 1 })
  return tell(500, 'internal', `Something went wrong. Quote ${correlation} to whoever runs the connector.`)
}

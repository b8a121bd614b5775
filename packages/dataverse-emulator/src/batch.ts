import { type Answer, type ApiRequest, type ApiResponse, refusal } from './exchange.ts'
import { badRequest, DataverseFault, wrongMethod } from './fault.ts'
import { enclosed, headed, type Part, partsOf, responsePart } from './multipart.ts'
import { preferences } from './prefer.ts'
import type { Store } from './store.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api

const MAX_REQUESTS = 1000

type Outcome = { status: number; part: string }

/** Answers `$batch`: its parts in sequence, each change set as one transaction. */
export function answerBatch(store: Store, request: ApiRequest, answer: Answer): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  const parts = partsOf(request.headers.get('content-type'), request.body)
  if (!parts) throw new DataverseFault(415, '0x80060888', 'A batch is multipart/mixed with a boundary.')
  const sets = parts.map((part) => ({ part, changes: partsOf(part.headers.get('content-type'), part.body) }))
  if (sets.reduce((sum, { changes }) => sum + (changes?.length ?? 1), 0) > MAX_REQUESTS) {
    throw badRequest(`A batch holds at most ${MAX_REQUESTS} requests.`)
  }
  const { continueOnError } = preferences(request.headers.get('prefer'))
  const outcomes: Outcome[] = []
  for (const { part, changes } of sets) {
    const outcome = changes
      ? answerChangeSet(store, request, changes, answer)
      : single(answer(store, requestOf(request, part, new Map())))
    outcomes.push(outcome)
    if (outcome.status >= 400 && !continueOnError) break
  }
  const failed = continueOnError ? undefined : outcomes.find(({ status }) => status >= 400)
  const { type, body } = enclosed(
    'batchresponse',
    outcomes.map(({ part }) => part),
  )
  return { status: failed?.status ?? 200, headers: { 'content-type': type }, body }
}

class RolledBack extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super('A change set was rolled back.')
    this.outcome = outcome
  }
}

function answerChangeSet(store: Store, batch: ApiRequest, parts: Part[], answer: Answer): Outcome {
  const created = new Map<string, string>()
  try {
    return store.transaction(() => {
      const responses = parts.map((part) => {
        const contentId = part.headers.get('content-id')
        if (!contentId)
          throw new RolledBack(single(refusal(badRequest('A request in a change set needs a Content-ID.'))))
        const response = answerChange(store, requestOf(batch, part, created), answer)
        if (response.status >= 400) throw new RolledBack(single(response, contentId))
        const address = response.headers['odata-entityid']
        if (address) created.set(contentId, address)
        return responsePart({ response, contentId })
      })
      const { type, body } = enclosed('changesetresponse', responses)
      return { status: 200, part: `Content-Type: ${type}\r\n\r\n${body}` }
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome
    throw error
  }
}

function answerChange(store: Store, request: ApiRequest, answer: Answer): ApiResponse {
  if (request.method === 'GET') return refusal(badRequest('A change set takes no GET.'))
  return answer(store, request)
}

function single(response: ApiResponse, contentId?: string): Outcome {
  return { status: response.status, part: responsePart({ response, contentId: contentId ?? null }) }
}

// `$1` stands for the row that an earlier request of the change set created, in an address or as a bound value.
function requestOf(batch: ApiRequest, part: Part, created: Map<string, string>): ApiRequest {
  const line = part.body.trimStart()
  const [, method, target] = /^([A-Z]+) (\S+) HTTP\/1\.1[ \t]*(?:\n|$)/.exec(line) ?? []
  if (!method || !target) throw badRequest('A part of the batch does not begin with a request line.')
  const { headers, body } = headed(line.slice(line.indexOf('\n') + 1))
  const address = target.replace(/^\/?\$(\d+)/, (whole, id) => created.get(id) ?? whole)
  const url = new URL(address, batch.base)
  if (/\$batch$/.test(url.pathname)) throw badRequest('A batch holds no other batch.')
  return {
    method,
    base: batch.base,
    resource: url.pathname.replace(/^\/api\/data\/v9\.\d\//, ''),
    search: url.search,
    headers,
    body: body
      .replace(/"\/?\$(\d+)"/g, (whole, id) => (created.has(id) ? JSON.stringify(created.get(id)) : whole))
      .trim(),
  }
}

import type { Language } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { RequestPatch, RequestRow } from '../../model/request.ts'
import type { RequestedWork } from '../../rules/requests/requested-work.ts'
import type { Services } from '../../services.ts'
import type { Answer } from './do-work.ts'

/** The columns take so many characters. */
const room = { name: 200, answer: 5000 }

type Needed = Pick<Services, 'crm' | 'language' | 'now'>

/** Says on the row that its work is done now, and names a row that has no name; answers the row. @throws Conflict, NotFound */
export async function writeBegin(request: RequestRow, { kind, subject }: RequestedWork, services: Needed) {
  if (request.state === 'running') return request
  const spoken = await services.language()
  const name = sentence({ code: 'request_name', request: kind, title: subject.title ?? '' }, spoken, room.name)
  const startedOn = services.now()
  const etag = await services.crm.writeRequest(request, {
    ...{ state: 'running', progress: 0, startedOn },
    ...(!request.name && { name }),
  })
  // A run that somebody typed is none. Where Dataverse does not tell the version, nobody else is at the row.
  const begun = { state: 'running', run: undefined, progress: 0, startedOn, etag: etag || '*' } as const
  return { ...request, ...begun, name: request.name || name }
}

/** Writes how far the work got, if that is news. @throws Conflict, NotFound */
export async function writeProgress(request: RequestRow, progress: number, run: string | undefined, { crm }: Needed) {
  if (request.progress === progress && request.run === run) return
  await crm.writeRequest(request, { progress, ...(run && { run }) })
}

/** Writes what came of a request; nothing is done for it any more. @throws Conflict, NotFound */
export async function writeEnd(
  request: RequestRow,
  state: 'done' | 'failed',
  { answer, run }: { answer: Answer; run?: string | undefined },
  { crm, language, now }: Needed,
) {
  const ended: RequestPatch = { state, answer: textOf(answer, await language()), finishedOn: now() }
  await crm.writeRequest(request, { ...ended, ...(state === 'done' && { progress: 100 }), ...(run && { run }) })
}

/** Says that the work has to wait, and for what: once, for what it waits for may change with each try. */
export async function writeWait(request: RequestRow, answer: Answer, { crm, language }: Needed) {
  if (!request.isAnswered) await crm.writeRequest(request, { answer: textOf(answer, await language()) })
}

/** A line for each sentence, as many as there is room for. */
function textOf(answer: Answer, language: Language) {
  const lines = answer.map((message) => sentence(message, language, room.answer))
  return lines.reduce((text, line) => (text.length + line.length < room.answer ? `${text}\n${line}` : text))
}

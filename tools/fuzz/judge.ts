import { readFileSync } from 'node:fs'
import type { Answer } from './call.ts'
import type { FuzzRequest } from './requests.ts'

/** Pairs of status and code that docs/api.md lists. */
const documented = new Set(
  [
    ...readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8').matchAll(/^\| (\d{3}) \| (`.*?) \|/gm),
  ].flatMap(([, status, codes = '']) => [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => `${status} ${code}`)),
)

/** Kinds of what must not happen to a call. */
export type Fault = 'no answer' | 'error of the app' | 'unclear refusal'

/** An answer: by the app or the host, and its fault if it has one. */
export type Judged = { by: 'done' | 'refused by the app' | 'later' | 'refused by the host'; fault?: Fault }

/** Looks at one answer: done, a refusal with a code that is documented and a sentence, or the host's own for a stray call. */
export function judge({ reaches, method, path, body }: FuzzRequest, { status, text, retryAfter }: Answer): Judged {
  if (status === undefined) return { by: 'later', fault: 'no answer' }
  if (!reaches && isOfTheHost(status, text)) return { by: 'refused by the host' }
  if (status < 400) return text === '' || isJson(text) ? { by: 'done' } : { by: 'done', fault: 'unclear refusal' }
  const by = status === 503 ? 'later' : 'refused by the app'
  if (status >= 500 && status !== 503) return { by, fault: 'error of the app' }
  if (method === 'HEAD') return { by }
  const isClear = isRefusal(status, text, `${path} ${body}`) && (status !== 503 || Number(retryAfter) > 0)
  return isClear ? { by } : { by, fault: 'unclear refusal' }
}

/** Without a key, a method or a route; or a call that Node's own server does not take. */
function isOfTheHost(status: number, text: string) {
  return text === '' && [400, 401, 404].includes(status)
}

/** @param call names of the call, which an answer may repeat */
function isRefusal(status: number, text: string, call: string) {
  const { error } = (isJson(text) ? JSON.parse(text) : {}) as { error?: { code?: unknown; message?: unknown } }
  if (!error || !documented.has(`${status} ${error.code}`) || typeof error.message !== 'string') return false
  const [slip] = /\bundefined\b|\[object |\bNaN\b/.exec(error.message) ?? []
  return /^\S.*[.!?]$/s.test(error.message) && (slip === undefined || call.includes(slip))
}

function isJson(text: string) {
  try {
    return JSON.parse(text) !== null
  } catch {
    return false
  }
}

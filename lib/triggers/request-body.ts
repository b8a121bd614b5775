import type { HttpRequest } from '@azure/functions'
import { DeadlineError, withDeadline } from '../core/deadline.ts'
import { InvalidInputError, TooLargeError, TooSlowError } from '../core/errors.ts'
import { second } from '../core/time.ts'

/** The most bytes of a body: of a call's JSON, and of a webhook, of which Dataverse strips all above 256 KB. */
export const mostBytes = { json: 64 * 1024, webhook: 1024 * 1024 } as const

/** A webhook has about eight levels, and one more for each process that led to it; each level costs memory. */
export const mostLevels = 100

/** In which the whole body has to be there, in milliseconds. */
export const mostTime = 10 * second

/**
 * The text of a body, read no further than it may go.
 *
 * A length that is told decides before anything is read. HTTP streaming is off, so by then host and worker hold the body
 * already (github.com/Azure/azure-functions-nodejs-library, `src/http/HttpRequest.ts`), and this spares the copies; the
 * host's own limit, set in `infra/main.bicep`, keeps larger ones from the worker. A stream is cut off where it is too long.
 * @param most bytes
 * @throws TooLarge, TooSlow
 */
export async function readText(
  { headers, body }: Pick<HttpRequest, 'headers' | 'body'>,
  most: number,
  patience = mostTime,
): Promise<string> {
  const tooLarge = new TooLargeError({ code: 'body_too_large', kilobytes: most / 1024 })
  if (Number(headers.get('content-length')) > most) throw tooLarge
  if (!body) return ''
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  try {
    await withDeadline(patience, async () => {
      for (let size = 0; ; ) {
        const { done, value } = await reader.read()
        if (done) return
        size += value.byteLength
        if (size > most) throw tooLarge
        chunks.push(value)
      }
    })
  } catch (error) {
    reader.cancel().catch(() => undefined)
    if (error instanceof DeadlineError) throw new TooSlowError({ code: 'body_too_slow', seconds: patience / second })
    throw error
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** The value of JSON text; undefined if it is none. @throws InvalidInput if it is nested too deep */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new InvalidInputError([{ code: 'body_too_deep', levels: mostLevels }])
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Counted before parsing: a megabyte of `[` would become 140 MB of lists. */
function isTooDeep(text: string) {
  let levels = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') isQuoted = !isQuoted
    else if (isQuoted) at += sign === '\\' ? 1 : 0
    else if (sign === '[' || sign === '{') levels += 1
    else if (sign === ']' || sign === '}') levels -= 1
    if (levels > mostLevels) return true
  }
  return false
}

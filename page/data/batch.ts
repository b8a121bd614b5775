/**
 * A query as a `$batch` of one request, whose address is in the body
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api).
 * @param path from the root of the host on
 */
export function batchOf(path: string, headers: Record<string, string>): { type: string; text: string } {
  const boundary = `batch_${crypto.randomUUID()}`
  const lines = [
    `--${boundary}`,
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `GET ${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
    `--${boundary}--`,
    '',
  ]
  return { type: `multipart/mixed; boundary="${boundary}"`, text: lines.join('\r\n') }
}

/** The one answer in a batch; status 0 where there is none. */
export function answerIn(text: string): { status: number; body: unknown } {
  const [, status = '0', rest = ''] = /HTTP\/1\.\d (\d{3})[^\n]*\n([\s\S]*)/.exec(text) ?? []
  const [, json = '{}'] = /\r?\n\r?\n([\s\S]*?)\r?\n--/.exec(rest) ?? []
  return { status: Number(status), body: parsed(json) }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

/**
 * Answers in place of ON24's: a proxy, a gateway or a server that is being deployed gives pages, and some gateways report
 * a fault under 200. ON24's own refusals are always a status from 400 on with `{ "message": "..." }`.
 */
export const foreignAnswers = {
  'page under 4xx': () => page(statuses[turn++ % statuses.length]),
  'page under 200': () => page(200),
  'message under 200': () => Response.json({ message: 'Internal error.' }),
  'empty answer': () => new Response(null, { status: 200 }),
} as const satisfies Record<string, () => Response>

/** The statuses of pages, one after the other: those to which ON24 itself gives a meaning, and a proxy's own. */
const statuses = [404, 400, 401, 403, 407, 410, 412, 413]
let turn = 0

function page(status = 404) {
  const headers = { 'content-type': 'text/html' }
  return new Response('<html><body><h1>Please try again later</h1></body></html>', { status, headers })
}

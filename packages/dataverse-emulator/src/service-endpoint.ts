import type { Values } from './types.ts'
import type { Endpoint } from './webhook.ts'

// learn.microsoft.com/power-apps/developer/data-platform/reference/entities/serviceendpoint, AuthType
const HTTP_HEADER = 5
const HTTP_QUERY_STRING = 6

/** Where and how a row of `serviceendpoint` sends its webhooks: a key as `?code=`, or settings as headers or query. */
export function endpointOf(row: Values, organization: string): Endpoint {
  const value = String(row.authvalue ?? '')
  const url = new URL(String(row.url))
  if (row.authtype === HTTP_HEADER) return { url: url.href, headers: settings(value), organization }
  const query = row.authtype === HTTP_QUERY_STRING ? settings(value) : { code: value }
  for (const [name, text] of Object.entries(query)) url.searchParams.set(name, text)
  return { url: url.href, headers: {}, organization }
}

/** The pairs of `<settings><setting name="…" value="…" /></settings>`. */
function settings(xml: string): Record<string, string> {
  const found = xml.matchAll(/<setting\s+name="([^"]*)"\s+value="([^"]*)"\s*\/>/g)
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [unescaped(name), unescaped(value)]))
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) =>
    code ? String.fromCharCode(Number(code)) : (ENTITIES[name] ?? whole),
  )
}

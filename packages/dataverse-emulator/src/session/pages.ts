import { findWebResource } from '../customization/web-resources.ts'
import type { Store } from '../store.ts'
import { globalContext } from './global-context.ts'
import { administrator, type Sessions } from './sessions.ts'

// learn.microsoft.com/power-apps/developer/model-driven-apps/web-resources and
// .../model-driven-apps/webpage-html-web-resources

/** Additions to each page by somebody who runs the emulator: a script, and answers under `/emulator/`. */
export type Added = { script: string; answer(request: Request): Response | Promise<Response> }

/**
 * The strictest policy that a page has to live with: its own files and no code within it. That of Dynamics allows more
 * (learn.microsoft.com/power-platform/admin/content-security-policy).
 */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

/**
 * Answers with the published content of a web resource, or with the script of the global context. Without a session the
 * person in the product is signed in, where a browser would be led to Microsoft Entra.
 */
export function answerPage(
  { store, sessions, added }: { store: Store; sessions: Sessions; added: Added | undefined },
  request: Request,
): Response {
  const { pathname, origin } = new URL(request.url)
  // A token of the version may come before, so that browsers read a new version.
  const [, path = ''] = /^(?:\/%7B[^/]*%7D)?\/WebResources\/(.+)$/i.exec(pathname) ?? []
  const name = decodeURIComponent(path)
  const known = sessions.caller(request.headers)
  const user = known?.user ?? administrator(store)
  const headers: Record<string, string> = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' }
  if (!known) headers['set-cookie'] = `${sessions.begin(user)}; Path=/; HttpOnly; SameSite=Lax`
  if (name === 'ClientGlobalContext.js.aspx') {
    headers['content-type'] = 'text/javascript'
    return new Response(globalContext(store, user, origin), { headers })
  }
  const found = findWebResource(store, name)
  if (!found) return new Response(null, { status: 404, headers })
  headers['content-type'] = found.type
  const withScript = added && found.type === 'text/html'
  return new Response(withScript ? withTag(found.content.toString(), added.script) : new Uint8Array(found.content), {
    headers,
  })
}

/** The page with one more script, which runs before those of the page. */
function withTag(html: string, script: string): string {
  const tag = `<script src="${script}"></script>`
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => `${head}${tag}`) : `${tag}${html}`
}

import { azdToken } from './azd-token.ts'

/** A refusal of Microsoft Graph, in its own words. */
export class GraphRefusal extends Error {
  readonly status: number
  constructor(status: number, said: string) {
    super(`Microsoft Graph answers ${status}: ${said}`)
    this.status = status
  }
}

type Answer = { error?: { code?: string; message?: string } }

/**
 * Microsoft Graph as whoever is signed in to azd, in the tenant of the environment's subscription (which `azd auth token`
 * chooses by itself). In a national cloud MICROSOFT_GRAPH_URL leads to its Graph.
 * @throws Error if nobody is signed in
 */
export function connectGraph() {
  const graph = (process.env.MICROSOFT_GRAPH_URL ?? 'https://graph.microsoft.com').replace(/\/+$/, '')
  const authorization = `Bearer ${azdToken(graph)}`

  /** @throws GraphRefusal */
  async function call(method: 'GET' | 'PATCH', path: string, body?: object) {
    const answer = await fetch(`${graph}/v1.0/${path}`, {
      method,
      // With the preference, PATCH by a key of the caller makes what is not there yet (Upsert application, servicePrincipal).
      headers: { authorization, 'content-type': 'application/json', prefer: 'create-if-missing' },
      // Answers name where a role is defined; a request must not.
      ...(body && { body: JSON.stringify(body, (key, value) => (key === 'origin' ? undefined : value)) }),
      signal: AbortSignal.timeout(20_000),
    })
    const said = (await answer.json().catch(() => ({}))) as Answer
    if (answer.ok) return said
    throw new GraphRefusal(answer.status, `${said.error?.code}, ${said.error?.message}`)
  }

  return {
    /** The thing at that path, or undefined. */
    async find<T>(path: string): Promise<T | undefined> {
      try {
        return (await call('GET', path)) as T
      } catch (error) {
        if (error instanceof GraphRefusal && error.status === 404) return undefined
        throw error
      }
    },
    /** Changes what is there; answers what it made. */
    write: <T>(path: string, body: object) => call('PATCH', path, body) as Promise<T>,
  }
}

import { type On24, startOn24 } from '../src/start.ts'

type Sent = { form?: Record<string, string>; headers?: Record<string, string>; body?: string | FormData }

/** The rows and totals of any answer. */
export type Answer = { status: number; body: Record<string, unknown> & { [list: string]: Row[] } & { message: string } }

type Row = Record<string, unknown>

export const tokens = { accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' }

/** A region with one client, a clock that moves only when it is set, and plain HTTP calls for that client. */
export async function startRegion(start = '2026-07-01T18:00:00Z') {
  const clock = { now: new Date(start) }
  const on24: On24 = await startOn24({ now: () => clock.now })
  const account = on24.addAccount({ clientId: '10001', ...tokens, quotas: false })

  async function send(method: string, url: string, { form, headers = tokens, body }: Sent = {}): Promise<Answer> {
    const content = form ? new URLSearchParams(form) : body
    const response = await fetch(url, { method, headers, ...(content === undefined ? {} : { body: content }) })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }

  return {
    on24,
    account,
    at: (time: string) => {
      clock.now = new Date(time)
    },
    send,
    get: (path: string) => send('GET', `${on24.url}/v2/client/10001${path}`),
    post: (path: string, form: Record<string, string>) => send('POST', `${on24.url}/v2/client/10001${path}`, { form }),
    patch: (path: string, form: Record<string, string>) =>
      send('PATCH', `${on24.url}/v2/client/10001${path}`, { form }),
    /** Adds a webinar of an hour; by default tomorrow at the same time. */
    webinar: (facts: Partial<Parameters<On24['addEvent']>[0]> = {}) =>
      on24.addEvent({
        clientId: '10001',
        title: 'Spring demo',
        goodafter: new Date('2026-07-02T18:00:00Z'),
        durationMinutes: 60,
        ...facts,
      }),
  }
}

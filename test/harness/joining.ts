import { expect } from 'vitest'
import { type TestApp, until, type Webinar } from './test-app.ts'

export const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
export const registrations = 'msevtmgt_eventregistration'

/** Somebody registers for a webinar; answers the registration and its join link, once the row shows it. */
export async function registeredWithLink(app: TestApp, webinar: Webinar, person = ada) {
  const id = app.register(webinar, app.contact(person))
  return { id, link: await linkOf(app, id) }
}

/** The join link of a registration, once the row shows one other than this. */
export function linkOf(app: TestApp, id: string, before?: string): Promise<string> {
  return until(() => {
    const link = String(app.row(id)?.wbc_joinlink)
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/join\/[\w-]{40}$/)
    expect(link).not.toBe(before)
    return link
  })
}

/** Opens a link as a browser does, but for following it. */
export function open(link: string, headers: Record<string, string> = {}, method = 'GET') {
  return fetch(link, { method, headers, redirect: 'manual' })
}

/** Opens a link until it leads where it must: an answer is held for ten seconds. Each look is another caller's. */
export function opens(link: string, expected: { status: number; location?: string; says?: RegExp }) {
  let looks = 0
  return until(async () => {
    const answer = await open(link, { 'x-forwarded-for': `look ${looks++}` })
    const { status, headers } = answer
    expect({ status, location: headers.get('location') ?? undefined }).toMatchObject({
      ...{ status: expected.status, ...(expected.location && { location: expected.location }) },
    })
    if (expected.says) expect(await answer.text()).toMatch(expected.says)
    return answer
  })
}

/** A page without what differs from answer to answer. */
export async function pageOf(answer: Response): Promise<string> {
  return (await answer.text()).replace(/nonce="[^"]*"/g, 'nonce')
}

/** The audience link of a webinar at ON24. */
export async function audienceUrl(app: TestApp, { id }: Pick<Webinar, 'id'>): Promise<string> {
  return until(() => {
    const url = String(app.dataverse.row('msevtmgt_event', id)?.msevtmgt_webinarurl)
    expect(url).toMatch(/^https:\/\/event\.on24\.com\/wcc\/r\//)
    return url
  })
}

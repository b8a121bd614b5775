import type { Fault } from '@webinar-connector/emulator-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import type { WebinarAccount } from '../../lib/model/provider.ts'
import { isThere, type WebinarPlan } from '../../lib/model/webinar.ts'
import { type Site, statesWhatItIs } from './conformance-statements.ts'
import { keepsWebinars } from './conformance-webinars.ts'

export type { Site } from './conformance-statements.ts'

/** A whole hour, near the clock of this machine: providers list what was made lately. */
const start = new Date(Math.ceil(Date.now() / hour + 24) * hour)
const wish = {
  ...{ title: 'Spring demo', description: 'What is new', start, minutes: 60, zone: 'Europe/Berlin' },
  language: 'en',
}
const ada = {
  ...{ registrationId: 'r-ada', email: 'Ada@example.test', firstName: 'Ada', lastName: 'Byron' },
  ...{ company: 'Engines', jobTitle: 'Analyst' },
}
const promoted = { ...ada, jobTitle: 'Director' }
/** The behaviour that the connector relies on, whichever the provider. */
export function conforms(name: string, startSite: (now: () => Date) => Promise<Site>) {
  describe(`the provider ${name}`, () => {
    let now: Date
    let site: Site
    let account: WebinarAccount
    let plan: WebinarPlan
    let webinarId: string
    beforeEach(async () => {
      now = new Date(start.getTime() - 24 * hour)
      site = await startSite(() => now)
      account = site.provider.connect(site.credentials)
      plan = { ...wish, type: (await account.types())?.[0]?.value }
      webinarId = (await account.create(plan, 'the-row', { place: undefined, isTest: false })).webinarId
    })
    afterEach(() => site.stop())

    const begin = () => {
      now = new Date(start.getTime() + 5 * 60_000)
    }
    const listed = async () => {
      const all = await Array.fromAsync(account.registrants(webinarId))
      return all
        .flatMap((one) => (one && isThere(one) ? [one] : []))
        .map(({ email, ...rest }) => ({ ...rest, email: email.toLowerCase() }))
    }
    const who = (providerId?: string) => ({ email: ada.email, providerId })

    statesWhatItIs(() => site)

    describe('a registrant', () => {
      test('is listed with its address, its id and, where it can be, its registration', async () => {
        const { providerId, joinUrl = 'https://no.test' } = await account.register(webinarId, ada, 'none')
        const registrationId = site.provider.capabilities.carriesRegistrationId ? ada.registrationId : undefined
        expect(await listed()).toEqual([{ providerId, email: 'ada@example.test', registrationId, state: 'approved' }])
        expect(URL.canParse(joinUrl)).toBe(true)
      })

      test('registered twice is one, with the same id', async () => {
        const first = await account.register(webinarId, ada, 'none')
        for (const before of ['registered', 'none', 'unknown'] as const) {
          expect(await account.register(webinarId, ada, before)).toEqual(first)
        }
        expect(await listed()).toHaveLength(1)
      })

      test('with changed facts is one, and keeps its id where facts can be changed', async () => {
        const first = await account.register(webinarId, ada, 'none')
        const second = await account.register(webinarId, promoted, 'registered')
        expect(await listed()).toMatchObject([{ providerId: second.providerId, state: 'approved' }])
        expect(second.providerId === first.providerId).toBe(site.provider.capabilities.changesFacts)
      })

      test('is cancelled by address alone or with the id, and once more without harm', async () => {
        const { providerId } = await account.register(webinarId, ada, 'none')
        expect(await account.cancel(webinarId, who())).toBe(true)
        expect(await listed()).toEqual([])
        await account.register(webinarId, ada, 'cancelled')
        await account.cancel(webinarId, who(providerId))
        await account.cancel(webinarId, who(providerId))
        expect(await listed()).toEqual([])
      })

      test('is restored after a cancellation, if it was known or not', async () => {
        for (const before of ['cancelled', 'unknown'] as const) {
          await account.register(webinarId, ada, 'none')
          await account.cancel(webinarId, who())
          const { providerId } = await account.register(webinarId, ada, before)
          expect(await listed()).toMatchObject([{ providerId, state: 'approved' }])
        }
      })

      test('is given a registration, where they can carry one, and nothing else changes', async () => {
        await account.register(webinarId, ada, 'none')
        const changed = account.carry && { registrationId: 'r-other' }
        const right = (await listed()).map((one) => ({ ...one, ...changed }))
        await account.carry?.(webinarId, ada.email, 'r-other')
        expect(await listed()).toEqual(right)
        await account.carry?.(webinarId, 'nobody@example.test', 'r-other')
      })

      test('who never was there, or whose webinar is gone, is cancelled already', async () => {
        expect(await account.cancel(webinarId, who())).toBe(false)
        expect(await account.cancel('424242', who())).toBe(false)
      })

      test('without an address is refused without a call, by a code', () => {
        expect(account.validateRegistrant({ email: '' })).toMatchObject({ code: 'contact_without_email' })
        expect(account.validateRegistrant(ada)).toBeUndefined()
      })
    })

    describe('an audience', () => {
      test('is read with the id of the registrant, minutes and questions', async () => {
        const { providerId } = await account.register(webinarId, ada, 'none')
        begin()
        site.attend(webinarId, providerId, 42, 2)
        const [attendance, ...others] = await Array.fromAsync(account.attendances(webinarId))
        expect(attendance).toMatchObject({ providerId, metrics: { minutes: 42, questions: 2 } })
        expect(attendance?.email.toLowerCase()).toBe('ada@example.test')
        expect(others).toEqual([])
      })

      test('shows among the webinars that changed', async () => {
        const { providerId } = await account.register(webinarId, ada, 'none')
        begin()
        site.attend(webinarId, providerId, 42, 2)
        const changed = await Array.fromAsync(account.changedSince(new Date(now.getTime() - hour)))
        expect(changed).toMatchObject([{ webinarId, liveEnd: new Date(start.getTime() + hour) }])
      })
    })

    keepsWebinars(() => ({ account, site, plan, webinarId, now, registrant: ada }))

    describe('once the webinar has begun', () => {
      test('nobody is cancelled and nothing is changed: too late', async () => {
        await account.register(webinarId, ada, 'none')
        begin()
        const tooLate = { name: 'TooLateError', retry: false }
        await expect(account.cancel(webinarId, who())).rejects.toMatchObject(tooLate)
        await expect(account.change(webinarId, { ...plan, minutes: 90 })).rejects.toMatchObject(tooLate)
        expect(await listed()).toHaveLength(1)
      })

      test('facts change only where the provider can change them', async () => {
        const { providerId } = await account.register(webinarId, ada, 'none')
        begin()
        const change = account.register(webinarId, promoted, 'registered')
        if (site.provider.capabilities.changesFacts) await expect(change).resolves.toMatchObject({ providerId })
        else await expect(change).rejects.toMatchObject({ name: 'TooLateError' })
        expect(await listed()).toMatchObject([{ providerId }])
      })

      test('an address changes only where the provider moves people', async () => {
        const { providerId } = await account.register(webinarId, ada, 'none')
        begin()
        const move = account.rename(ada.email, 'new@example.test')
        const moves = site.provider.capabilities.movesAfterStart
        if (moves) await expect(move).resolves.toBeUndefined()
        else await expect(move).rejects.toMatchObject({ name: 'RefusedError', retry: false })
        expect(await listed()).toMatchObject([{ providerId, email: moves ? 'new@example.test' : 'ada@example.test' }])
      })
    })

    describe('a refusal', () => {
      test('by a quota says when to come back', async () => {
        site.injectFault(() => site.quotaReached())
        const refused = account.register(webinarId, ada, 'none')
        await expect(refused).rejects.toMatchObject({ name: 'QuotaReachedError', retry: true, hasRetryAfter: true })
      })

      test.each<[string, Fault]>([
        ['an outage', () => new Response('Out of order', { status: 503 })],
        ['a cut connection', () => 'reset'],
        ['an answer that cannot be read', () => Response.json({ surprise: true })],
      ])('by %s may be tried again', async (_what, fault) => {
        site.injectFault(fault)
        const refused = account.register(webinarId, ada, 'none')
        await expect(refused).rejects.toMatchObject({ name: 'UnavailableError', retry: true })
        site.injectFault()
        await account.register(webinarId, ada, 'none')
        expect(await listed()).toHaveLength(1)
      })

      test('names neither a secret nor an address', async () => {
        site.injectFault(() => new Response('Out of order', { status: 503 }))
        const calls = [account.register(webinarId, ada, 'none'), account.cancel(webinarId, who())]
        const said = await Promise.all(
          calls.map((call) => call.catch((error: Error) => JSON.stringify([error.message, error]))),
        )
        const secrets = site.provider.fields.filter((one) => one.secret).map(({ name }) => site.credentials[name])
        for (const secret of [ada.email, ...secrets]) {
          expect(said.join().toLowerCase()).not.toContain(secret?.toLowerCase())
        }
      })
    })
  })
}

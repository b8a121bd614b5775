import { describe, expect, test } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import type { WebinarAccount } from '../../lib/model/provider.ts'
import type { Registrant, WebinarPlan } from '../../lib/model/webinar.ts'
import type { Site } from './conformance-statements.ts'

/** An account with one webinar, made of this plan for `the-row`; somebody who may be registered for it. */
type Here = {
  account: WebinarAccount
  site: Site
  plan: WebinarPlan
  webinarId: string
  now: Date
  registrant: Registrant
}

/** Webinars are made, found, changed and removed alike, whichever the provider. */
export function keepsWebinars(here: () => Here) {
  describe('a webinar', () => {
    test('has a digest that changes with it', async () => {
      const { account, plan, webinarId, now } = here()
      const digestOf = async () => {
        const found = await Array.fromAsync(account.webinarDigests(now, new Date(now.getTime() + 365 * 24 * hour)))
        return found.find((one) => one.webinarId === webinarId)?.digest
      }
      const before = await digestOf()
      expect(before).toEqual(expect.any(String))
      expect(await digestOf()).toBe(before)
      await account.change(webinarId, { ...plan, start: new Date(plan.start.getTime() + hour) })
      expect(await digestOf()).not.toBe(before)
    })

    test('is known by the id that was typed or pasted, and by no other text', () => {
      const { account, site, webinarId } = here()
      expect(site.provider.readWebinarId(` ${webinarId} `)).toBe(webinarId)
      for (const typed of ['', 'Spring demo', '../..', 'a/b', 'a#b', 'a?b']) {
        expect(account.readWebinarId(typed)).toBeUndefined()
      }
    })

    test('is found by the mark that it was made with, and by no other', async () => {
      const { account, plan, webinarId, now } = here()
      const found = await account.findByExternalId(['the-row'], new Date(now.getTime() - hour))
      expect(found).toMatchObject({ webinarId, active: true, start: plan.start, minutes: 60, externalId: 'the-row' })
      expect(await account.findByExternalId(['another-row'], new Date(now.getTime() - hour))).toBeUndefined()
    })

    test('is found by one mark among several, and by the mark that it was given last', async () => {
      const { account, plan, webinarId, now } = here()
      const since = new Date(now.getTime() - hour)
      expect(await account.findByExternalId(['before-the-row', 'the-row'], since)).toMatchObject({ webinarId })
      const mark = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001-6042beb1-a93a'
      await account.mark(webinarId, mark)
      expect(await account.webinar(webinarId)).toMatchObject({ externalId: mark, start: plan.start, minutes: 60 })
      expect(await account.findByExternalId(['the-row'], since)).toBeUndefined()
      await account.change(webinarId, { ...plan, minutes: 90 })
      expect(await account.webinar(webinarId)).toMatchObject({ externalId: mark, minutes: 90 })
    })

    test('is changed', async () => {
      const { account, plan, webinarId } = here()
      expect(await account.validatePlan(plan)).toEqual([])
      const later = new Date(plan.start.getTime() + hour)
      await account.change(webinarId, { ...plan, start: later, minutes: 90 })
      expect(await account.webinar(webinarId)).toMatchObject({ start: later, minutes: 90 })
    })

    test('is removed, also twice; then it is neither changed nor registered for', async () => {
      const { account, plan, webinarId, registrant } = here()
      await account.remove(webinarId)
      await account.remove(webinarId)
      expect(await account.webinar(webinarId)).toBeUndefined()
      await expect(account.change(webinarId, plan)).rejects.toMatchObject({ name: 'RefusedError', retry: false })
      const refused = account.register(webinarId, registrant, 'none')
      await expect(refused).rejects.toMatchObject({ name: 'RefusedError', retry: false })
    })
  })
}

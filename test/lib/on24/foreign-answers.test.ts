import type { Fault } from '@webinar-connector/emulator-server'
import { type On24, startOn24 } from '@webinar-connector/on24-emulator'
import { foreignAnswers } from '@webinar-connector/on24-emulator/foreign-answers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WebinarAccount } from '../../../lib/model/provider.ts'
import { createOn24 } from '../../../lib/on24/provider.ts'
import { aRegistrant, aWebinarPlan } from '../../harness/builders.ts'
import { noLimits } from '../../harness/no-limits.ts'

const token = { clientId: '10001', accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' }
const [jon, kim] = [aRegistrant({ email: 'jon@example.test' }), aRegistrant({ email: 'kim@example.test' })]
const now = new Date('2026-05-11T12:00:00Z')
const plan = aWebinarPlan({ start: new Date('2026-05-12T13:00:00Z') })
const notNow = { name: 'UnavailableError', retry: true }
let on24: On24
let account: WebinarAccount
let webinar: string

beforeEach(async () => {
  on24 = await startOn24({ now: () => now })
  on24.addAccount(token)
  const url = `${on24.url}/v2`
  account = createOn24({ na: url, eu: url }, noLimits).connect({ provider: 'on24', region: 'na', ...token })
  webinar = (await account.create(plan, 'the-row', { place: undefined, isTest: false })).webinarId
  await account.register(webinar, jon, 'none')
})
afterEach(() => on24.stop())

const people = () => on24.registrants(Number(webinar)).map(({ email, userstatus }) => `${email} ${userstatus}`)
const list = <Item>(items: AsyncIterable<Item>) => Array.fromAsync(items)

/** Answers the next call that changes something with this, in place of ON24. */
function inPlace(answer: () => Response) {
  on24.injectFault(({ method }) => {
    if (method === 'GET') return undefined
    on24.injectFault()
    return answer()
  })
}

/** Lets ON24 do what the next call that changes something asks for, and answers with this all the same. */
function afterwards(answer: () => Response) {
  const fault: Fault = async (request) => {
    if (request.method === 'GET') return undefined
    on24.injectFault()
    const body = await request.text()
    await fetch(request.url, { method: request.method, headers: request.headers, ...(body && { body }) })
    return answer()
  }
  on24.injectFault(fault)
}

describe.each(Object.entries(foreignAnswers))('a %s', (name, answer) => {
  test('registers nobody, and says nothing of webinar or person', async () => {
    inPlace(answer)
    await expect(account.register(webinar, kim, 'none')).rejects.toMatchObject(notNow)
    await account.register(webinar, kim, 'none')
    expect(people()).toEqual(['jon@example.test active', 'kim@example.test active'])
  })

  test('cancels nobody', async () => {
    inPlace(answer)
    await expect(account.cancel(webinar, { email: jon.email, providerId: undefined })).rejects.toMatchObject(notNow)
    expect(people()).toEqual(['jon@example.test active'])
    expect(await account.cancel(webinar, { email: jon.email, providerId: undefined })).toBe(true)
    expect(people()).toEqual(['jon@example.test deleted'])
  })

  test('restores nobody', async () => {
    await account.cancel(webinar, { email: jon.email, providerId: undefined })
    inPlace(answer)
    await expect(account.register(webinar, jon, 'cancelled')).rejects.toMatchObject(notNow)
    await account.register(webinar, jon, 'cancelled')
    expect(people()).toEqual(['jon@example.test active'])
  })

  test('renames nobody', async () => {
    inPlace(answer)
    await expect(account.rename(jon.email, kim.email)).rejects.toMatchObject(notNow)
    expect(people()).toEqual(['jon@example.test active'])
  })

  test('changes no webinar', async () => {
    inPlace(answer)
    await expect(account.change(webinar, { ...plan, minutes: 90 })).rejects.toMatchObject(notNow)
    expect(await account.webinar(webinar)).toMatchObject({ minutes: 60 })
  })

  test('makes no webinar', async () => {
    inPlace(answer)
    await expect(account.create(plan, 'another-row', { place: undefined, isTest: false })).rejects.toMatchObject(notNow)
    expect(on24.events()).toHaveLength(1)
  })

  // Its own answer to a deletion is a message under 200.
  test.skipIf(name === 'message under 200')('deletes no webinar', async () => {
    inPlace(answer)
    await expect(account.remove(webinar)).rejects.toMatchObject(notNow)
    expect(on24.events()).toHaveLength(1)
    await account.remove(webinar)
    expect(on24.events()).toEqual([])
  })

  test.each<[string, () => Promise<unknown>]>([
    ['credentials', () => account.verifyCredentials()],
    ['a webinar', () => account.webinar(webinar)],
    ['the search for a webinar', () => account.findByExternalId(['the-row'], now)],
    ['registrants', () => list(account.registrants(webinar))],
    ['attendances', () => list(account.attendances(webinar))],
    ['the moves of audiences', () => list(account.changedSince(now))],
    ['the types of webinars', () => account.types()],
    ['registration form', () => account.registrationForm(webinar)],
  ])('tells nothing of %s', async (_, read) => {
    on24.injectFault(answer)
    await expect(read()).rejects.toMatchObject(notNow)
  })

  test('after a cancellation is settled by the list of registrants', async () => {
    afterwards(answer)
    const cancelling = account.cancel(webinar, { email: jon.email.toUpperCase(), providerId: undefined })
    if (name === 'page under 4xx') await expect(cancelling).rejects.toMatchObject(notNow)
    else expect(await cancelling).toBe(true)
    expect(people()).toEqual(['jon@example.test deleted'])
  })

  test('after a cancellation that the list does not show yet is tried again', async () => {
    on24.holdList(Number(webinar), true)
    afterwards(answer)
    const cancelling = account.cancel(webinar, { email: jon.email, providerId: undefined })
    await expect(cancelling).rejects.toMatchObject(notNow)
  })

  test('after a restoration is settled by the list of registrants', async () => {
    await account.cancel(webinar, { email: jon.email, providerId: undefined })
    afterwards(answer)
    const restoring = account.register(webinar, jon, 'cancelled')
    if (name === 'page under 4xx') await expect(restoring).rejects.toMatchObject(notNow)
    else await expect(restoring).resolves.toHaveProperty('providerId')
    expect(people()).toEqual(['jon@example.test active'])
  })

  test('after a deletion is settled by the webinar', async () => {
    afterwards(answer)
    const removing = account.remove(webinar)
    if (name === 'page under 4xx') await expect(removing).rejects.toMatchObject(notNow)
    else await expect(removing).resolves.toBeUndefined()
    expect(on24.events()).toEqual([])
  })
})

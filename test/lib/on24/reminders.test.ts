import { type On24, startOn24 } from '@webinar-connector/on24-emulator'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createOn24 } from '../../../lib/on24/provider.ts'
import { aRegistrant } from '../../harness/builders.ts'
import { noLimits } from '../../harness/no-limits.ts'

const token = { accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' }
let on24: On24
let webinar: string

beforeEach(async () => {
  on24 = await startOn24()
  on24.addAccount({ clientId: '10001', ...token })
  const goodafter = new Date(Date.now() + 3_600_000)
  webinar = String(on24.addEvent({ clientId: '10001', title: 'Demo', goodafter, durationMinutes: 60 }))
})
afterEach(() => on24.stop())

const account = () =>
  createOn24({ na: `${on24.url}/v2`, eu: '' }, noLimits).connect({
    ...{ provider: 'on24', region: 'na', clientId: '10001', ...token },
  })

test('reminders that ON24 will send are switched off one by one', async () => {
  const { reminders } = account()
  const active = async () => (await reminders?.active(webinar)) ?? []
  const [first, ...others] = await active()
  expect([first?.name, others]).toEqual(['Reminder Email #1', []])
  if (first) await reminders?.switchOff(webinar, first)
  expect(await active()).toEqual([])
  expect(on24.event(Number(webinar)).emails.map(({ activated }) => activated)).toEqual(['Y', 'N', 'N'])
})

test('e-mails that the token may not read are none', async () => {
  on24.injectFault((request) =>
    request.url.endsWith('/email')
      ? Response.json({ message: 'You do not have permission to perform the requested operation.' }, { status: 403 })
      : undefined,
  )
  expect(await account().reminders?.active(webinar)).toEqual([])
})

test('somebody is blocked and let in again, as often as one likes', async () => {
  const { blocking } = account()
  const { email } = aRegistrant()
  expect(await blocking?.isBlocked(webinar, email)).toBeUndefined()
  await blocking?.setBlocked(webinar, email, true)
  await account().register(webinar, aRegistrant(), 'none')
  for (const blocked of [true, true, false, false]) {
    await blocking?.setBlocked(webinar, email, blocked)
    expect(await blocking?.isBlocked(webinar, email)).toBe(blocked)
  }
  expect(on24.registrants(Number(webinar))).toMatchObject([{ email, firstname: 'Ada', userstatus: 'active' }])
})

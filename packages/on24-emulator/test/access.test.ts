import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clientOf } from '../src/client-of.ts'
import { startRegion, tokens } from './fixtures.ts'

let region: Awaited<ReturnType<typeof startRegion>>
beforeEach(async () => {
  region = await startRegion()
})
afterEach(() => region.on24.stop())

const noPermission = 'You do not have permission to perform the requested operation.'

describe('access to ON24', () => {
  test('needs both headers', async () => {
    const message = 'Header must contain both accessTokenKey and accessTokenSecret.'
    for (const headers of [{}, { accessTokenKey: 'KEY-1' }, { accessTokenSecret: 'secret-1' }]) {
      const answer = await region.send('GET', `${region.on24.url}/v2/client/10001/event`, { headers })
      expect(answer).toEqual({ status: 401, body: { message } })
    }
  })

  test('takes header names in any case', async () => {
    const headers = { accesstokenkey: 'KEY-1', ACCESSTOKENSECRET: 'secret-1' }
    expect((await region.send('GET', `${region.on24.url}/v2/client/10001/event`, { headers })).status).toBe(200)
  })

  test('refuses a wrong secret, and a token while it is disabled', async () => {
    const headers = { ...tokens, accessTokenSecret: 'other' }
    expect((await region.send('GET', `${region.on24.url}/v2/client/10001/event`, { headers })).status).toBe(401)
    region.account.enabled = false
    expect((await region.get('/event')).status).toBe(401)
    region.account.enabled = true
    expect((await region.get('/event')).status).toBe(200)
  })

  test('follows a token that is replaced', async () => {
    region.account.accessTokenSecret = 'new'
    expect((await region.get('/event')).status).toBe(401)
  })

  test('answers 404 for an unknown client and 403 for another client', async () => {
    region.on24.addAccount({ clientId: '10002', accessTokenKey: 'KEY-2', accessTokenSecret: 'secret-2' })
    expect((await region.send('GET', `${region.on24.url}/v2/client/9/event`)).status).toBe(404)
    const answer = await region.send('GET', `${region.on24.url}/v2/client/10002/event`)
    expect(answer).toEqual({ status: 403, body: { message: noPermission } })
  })

  test('answers 403 for an inactive client and for an expired contract', async () => {
    region.account.active = false
    expect((await region.get('/event')).status).toBe(403)
    region.account.active = true
    region.account.contractExpired = true
    expect((await region.get('/event')).body.message).toContain('expired')
  })

  test('answers 403 when the token lacks the level of the call', async () => {
    const id = region.webinar()
    region.account.levels.delete('registration')
    expect((await region.get('/event')).status).toBe(200)
    const answer = await region.post(`/event/${id}/registrant`, { email: 'ada@example.test' })
    expect(answer).toEqual({ status: 403, body: { message: noPermission } })
    region.account.levels.add('registration')
    expect((await region.post(`/event/${id}/registrant`, { email: 'ada@example.test' })).status).toBe(200)
  })
})

describe('the quota of ON24', () => {
  test('refuses one call too many until the minute is over, per endpoint', async () => {
    region.account.quotas = true
    for (let calls = 0; calls < 30; calls += 1) expect((await region.get('/event')).status).toBe(200)
    const message = 'You have reached the maximum number of calls for this api.'
    expect(await region.get('/event')).toEqual({ status: 403, body: { message } })
    expect((await region.get('/registrant')).status).toBe(200)
    region.at('2026-07-01T18:00:59Z')
    expect((await region.get('/event')).status).toBe(403)
    region.at('2026-07-01T18:01:00Z')
    expect((await region.get('/event')).status).toBe(200)
  })

  test('counts the minutes of the clock, wherever in one it begins', async () => {
    region.account.quotas = true
    region.at('2026-07-01T18:00:50Z')
    for (let calls = 0; calls < 31; calls += 1) await region.get('/event')
    region.at('2026-07-01T18:01:00Z')
    expect((await region.get('/event')).status).toBe(200)
    expect(region.on24.quotaUse('10001', 'GET /client/{clientId}/event')).toEqual([
      { begins: Date.parse('2026-07-01T18:00:00Z'), taken: 30, refused: 1 },
      { begins: Date.parse('2026-07-01T18:01:00Z'), taken: 1, refused: 0 },
    ])
  })

  test('may count the last sixty seconds instead', async () => {
    Object.assign(region.account, { quotas: true, quotaWindow: 'sliding minute' })
    region.at('2026-07-01T18:00:30Z')
    for (let calls = 0; calls < 30; calls += 1) await region.get('/event')
    region.at('2026-07-01T18:01:29Z')
    expect((await region.get('/event')).status).toBe(403)
    region.at('2026-07-01T18:01:30Z')
    expect((await region.get('/event')).status).toBe(200)
  })

  test('can be lifted', async () => {
    for (let calls = 0; calls < 31; calls += 1) await region.get('/event')
    expect(region.on24.calls.every(({ status }) => status === 200)).toBe(true)
  })
})

test('one account of ON24 may be slow, or stall, while another is answered at once', async () => {
  const other = { accessTokenKey: 'KEY-2', accessTokenSecret: 'secret-2' }
  region.on24.addAccount({ clientId: '10002', ...other })
  region.account.latency = 200
  const took = async (clientId: string, headers: Record<string, string>) => {
    const begun = performance.now()
    await region.send('GET', `${region.on24.url}/v2/client/${clientId}/event`, { headers })
    return performance.now() - begun
  }
  expect(await took('10001', tokens)).toBeGreaterThan(190)
  expect(await took('10002', other)).toBeLessThan(190)
  region.on24.injectFault((request) => (clientOf(request) === '10001' ? 'reset' : undefined))
  await expect(took('10001', tokens)).rejects.toThrow('fetch failed')
  expect(await took('10002', other)).toBeLessThan(190)
})

describe('ON24 refuses', () => {
  test('a path outside the contract', async () => {
    for (const path of ['/event/1/viewingsession', '/attendeeall', '/event/1/qanda']) {
      expect((await region.get(path)).status).toBe(404)
    }
    expect((await region.send('DELETE', `${region.on24.url}/v2/client/10001/event/1/registrant`)).status).toBe(404)
    expect((await region.send('GET', `${region.on24.url}/client/10001/event`)).status).toBe(404)
  })

  test('a query parameter of another call; case does not matter', async () => {
    const id = region.webinar()
    expect((await region.get('/event?itemsPerPage=1&INCLUDESUBACCOUNTS=Y')).status).toBe(200)
    expect(await region.get(`/event/${id}/attendee?pageOffset=0`)).toEqual({
      status: 400,
      body: { message: 'Unknown query parameter pageOffset.' },
    })
  })

  test('a form field of another call', async () => {
    const id = region.webinar()
    const unknown = await region.post(`/event/${id}/registrant`, { email: 'ada@example.test', job_title: 'CTO' })
    expect(unknown).toEqual({ status: 400, body: { message: 'Unknown form field job_title.' } })
    const patched = await region.patch(`/event/${id}/registrant`, { email: 'ada@example.test', isDeleted: 'Y' })
    expect(patched.body.message).toBe('Unknown form field isDeleted.')
  })

  test('a body of another type: JSON where a form belongs, any type on a GET', async () => {
    const id = region.webinar()
    const headers = { ...tokens, 'content-type': 'application/json' }
    const url = `${region.on24.url}/v2/client/10001/event`
    expect((await region.send('POST', `${url}/${id}/registrant`, { headers, body: '{}' })).status).toBe(415)
    expect((await region.send('GET', url, { headers })).status).toBe(415)
  })

  test('a published operation that the emulator does not serve, with 501', async () => {
    const answer = await region.get('/surveylibrary')
    expect(answer.status).toBe(501)
    expect(answer.body.message).toContain('does not serve GET /client/{clientId}/surveylibrary')
  })
})

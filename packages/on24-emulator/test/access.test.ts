import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startRig, tokens } from './fixtures.ts'

let rig: Awaited<ReturnType<typeof startRig>>
beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.on24.stop())

const noPermission = 'You do not have permission to perform the requested operation.'

describe('access to ON24', () => {
  test('needs both headers', async () => {
    const message = 'Header must contain both accessTokenKey and accessTokenSecret.'
    for (const headers of [{}, { accessTokenKey: 'KEY-1' }, { accessTokenSecret: 'secret-1' }]) {
      const answer = await rig.send('GET', `${rig.on24.url}/v2/client/10001/event`, { headers })
      expect(answer).toEqual({ status: 401, body: { message } })
    }
  })

  test('takes header names in any case', async () => {
    const headers = { accesstokenkey: 'KEY-1', ACCESSTOKENSECRET: 'secret-1' }
    expect((await rig.send('GET', `${rig.on24.url}/v2/client/10001/event`, { headers })).status).toBe(200)
  })

  test('refuses a wrong secret, and a token while it is disabled', async () => {
    const headers = { ...tokens, accessTokenSecret: 'other' }
    expect((await rig.send('GET', `${rig.on24.url}/v2/client/10001/event`, { headers })).status).toBe(401)
    rig.account.enabled = false
    expect((await rig.get('/event')).status).toBe(401)
    rig.account.enabled = true
    expect((await rig.get('/event')).status).toBe(200)
  })

  test('follows a token that is replaced', async () => {
    rig.account.accessTokenSecret = 'new'
    expect((await rig.get('/event')).status).toBe(401)
  })

  test('answers 404 for an unknown client and 403 for somebody else', async () => {
    rig.on24.addAccount({ clientId: '10002', accessTokenKey: 'KEY-2', accessTokenSecret: 'secret-2' })
    expect((await rig.send('GET', `${rig.on24.url}/v2/client/9/event`)).status).toBe(404)
    const answer = await rig.send('GET', `${rig.on24.url}/v2/client/10002/event`)
    expect(answer).toEqual({ status: 403, body: { message: noPermission } })
  })

  test('answers 403 for an inactive client and for an expired contract', async () => {
    rig.account.active = false
    expect((await rig.get('/event')).status).toBe(403)
    rig.account.active = true
    rig.account.contractExpired = true
    expect((await rig.get('/event')).body.message).toContain('expired')
  })

  test('answers 403 when the token lacks the level of the call', async () => {
    const id = rig.webinar()
    rig.account.levels.delete('registration')
    expect((await rig.get('/event')).status).toBe(200)
    const answer = await rig.post(`/event/${id}/registrant`, { email: 'ada@example.test' })
    expect(answer).toEqual({ status: 403, body: { message: noPermission } })
    rig.account.levels.add('registration')
    expect((await rig.post(`/event/${id}/registrant`, { email: 'ada@example.test' })).status).toBe(200)
  })
})

describe('the quota of ON24', () => {
  test('refuses one call too many until the minute is over, each endpoint for itself', async () => {
    rig.account.quotas = true
    for (let calls = 0; calls < 30; calls += 1) expect((await rig.get('/event')).status).toBe(200)
    const message = 'You have reached the maximum number of calls for this api.'
    expect(await rig.get('/event')).toEqual({ status: 403, body: { message } })
    expect((await rig.get('/registrant')).status).toBe(200)
    rig.at('2026-07-01T18:00:59Z')
    expect((await rig.get('/event')).status).toBe(403)
    rig.at('2026-07-01T18:01:00Z')
    expect((await rig.get('/event')).status).toBe(200)
  })

  test('can be lifted', async () => {
    for (let calls = 0; calls < 31; calls += 1) await rig.get('/event')
    expect(rig.on24.calls.every(({ status }) => status === 200)).toBe(true)
  })
})

describe('what ON24 does not know', () => {
  test('is a path outside the contract', async () => {
    for (const path of ['/event/1/viewingsession', '/attendeeall', '/event/1/qanda']) {
      expect((await rig.get(path)).status).toBe(404)
    }
    expect((await rig.send('DELETE', `${rig.on24.url}/v2/client/10001/event/1/registrant`)).status).toBe(404)
    expect((await rig.send('GET', `${rig.on24.url}/client/10001/event`)).status).toBe(404)
  })

  test('is a query parameter of another call; case does not matter', async () => {
    const id = rig.webinar()
    expect((await rig.get('/event?itemsPerPage=1&INCLUDESUBACCOUNTS=Y')).status).toBe(200)
    expect(await rig.get(`/event/${id}/attendee?pageOffset=0`)).toEqual({
      status: 400,
      body: { message: 'Unknown query parameter pageOffset.' },
    })
  })

  test('is a form field of another call', async () => {
    const id = rig.webinar()
    const unknown = await rig.post(`/event/${id}/registrant`, { email: 'ada@example.test', job_title: 'CTO' })
    expect(unknown).toEqual({ status: 400, body: { message: 'Unknown form field job_title.' } })
    const patched = await rig.patch(`/event/${id}/registrant`, { email: 'ada@example.test', isDeleted: 'Y' })
    expect(patched.body.message).toBe('Unknown form field isDeleted.')
  })

  test('is a body of another type: JSON where a form belongs, any type on a GET', async () => {
    const id = rig.webinar()
    const headers = { ...tokens, 'content-type': 'application/json' }
    const url = `${rig.on24.url}/v2/client/10001/event`
    expect((await rig.send('POST', `${url}/${id}/registrant`, { headers, body: '{}' })).status).toBe(415)
    expect((await rig.send('GET', url, { headers })).status).toBe(415)
  })

  test('is not a published call that the stand-in leaves out: that one says so', async () => {
    const answer = await rig.get('/surveylibrary')
    expect(answer.status).toBe(501)
    expect(answer.body.message).toContain('does not serve GET /client/{clientId}/surveylibrary')
  })
})

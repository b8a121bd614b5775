import { TableClient } from '@azure/data-tables'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rig, startRig, tokensOf, until } from '../harness/test-app.ts'
import { type Account, madeFor, plan, row, save, says } from '../harness/webinars.ts'

type Finding = { code: string; level: string; finding: string; remedy: string }
const allIsWell = 'The webinar is at ON24. Until it starts, what you change here is sent there by itself.'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

async function check(id: string, table = 'msevtmgt_event') {
  const response = await rig.call('POST', `webinars/${table}/${id}/check`)
  const { findings = [], ...rest } = (await response.json()) as { findings?: Finding[]; checkedAt?: string }
  return { status: response.status, findings, codes: findings.map(({ code }) => code), ...rest }
}

/** A webinar that ON24 holds for an event. */
async function ready(account?: Account, values: Record<string, unknown> = {}) {
  const id = plan(rig, account ?? (await rig.account()), values)
  await says(rig, id, 'Ready')
  const [event] = madeFor(rig, id)
  if (!event) throw new Error('There is no webinar.')
  return { id, event }
}

describe('a check of a webinar', () => {
  test('finds nothing where all is well, and the row goes on saying so', async () => {
    const { id } = await ready()
    expect(await check(id)).toMatchObject({ status: 200, findings: [], checkedAt: expect.any(String) })
    expect(row(rig, id).msevtmgt_webinarstatusreason).toBe(allIsWell)
  })

  test('needs a key, and a row that is a webinar', async () => {
    const { id } = await ready()
    const url = `${rig.host.url}/api/webinars/msevtmgt_event/${id}/check`
    expect((await fetch(url, { method: 'POST' })).status).toBe(401)
    expect((await check(crypto.randomUUID())).status).toBe(404)
    expect((await check('nonsense')).status).toBe(404)
    expect((await check(id, 'contact')).status).toBe(404)
    save(rig, id, { msevtmgt_eventformat: 100000001 })
    expect((await check(id)).status).toBe(422)
  })

  test('names every field that registrants must fill and CRM has no value for', async () => {
    const { id, event } = await ready()
    event.requiredFields.push('company', 'work_phone', 'country')
    const { findings } = await check(id)
    expect(findings).toEqual([
      {
        ...{ code: 'required fields', level: 'error' },
        finding: 'ON24 asks registrants for what Dynamics has no value for: Work phone, Country.',
        remedy: 'Your administrator: make this optional in the registration form at ON24.',
      },
    ])
    expect(row(rig, id)).toMatchObject({
      msevtmgt_webinarstatus: 'Ready',
      msevtmgt_webinarstatusreason: `${findings[0]?.finding} ${findings[0]?.remedy}`,
    })
    event.requiredFields.length = 0
    expect((await check(id)).findings).toEqual([])
    expect(row(rig, id).msevtmgt_webinarstatusreason).toBe(allIsWell)
  })

  test('tells when ON24 begins at another time than CRM, or takes another time', async () => {
    const { id, event } = await ready(undefined, {
      msevtmgt_eventtimezone: 110,
      msevtmgt_eventstartdate: '2027-03-29T09:00:00Z',
      msevtmgt_eventenddate: '2027-03-29T10:00:00Z',
    })
    event.goodafter = new Date('2027-03-29T08:00:00Z')
    event.durationMinutes = 90
    const { findings } = await check(id)
    expect(findings.map(({ finding }) => finding)).toEqual([
      'The webinar starts at 2027-03-29 10:00 (Europe/Berlin) at ON24 and at 2027-03-29 09:00 (Europe/Berlin) in Dynamics.',
      'The webinar takes 90 minutes at ON24 and 60 in Dynamics.',
    ])
    expect(row(rig, id).msevtmgt_webinarstatusreason).toContain('10:00 (Europe/Berlin) at ON24')
  })

  test('warns of a start that the clocks skip or show twice', async () => {
    const account = await rig.account()
    const at = (start: string, end: string) =>
      plan(rig, account, {
        ...{ msevtmgt_eventtimezone: 110, msevtmgt_eventstartdate: start, msevtmgt_eventenddate: end },
      })
    const skipped = at('2027-03-28T02:30:00Z', '2027-03-28T05:30:00Z')
    const repeated = at('2027-10-31T02:30:00Z', '2027-10-31T04:30:00Z')
    expect((await check(skipped)).findings.find(({ code }) => code === 'clock change')?.finding).toBe(
      'The clocks change: the start of the event does not exist; 2027-03-28 03:30 (Europe/Berlin) is taken.',
    )
    expect((await check(repeated)).findings.find(({ code }) => code === 'clock change')?.finding).toMatch(/comes twice/)
  })

  test('tells when ON24 does not have the webinar, or has it inactive', async () => {
    const { id, event } = await ready()
    event.active = false
    expect((await check(id)).codes).toEqual(['inactive webinar'])
    event.deleted = true
    const { findings } = await check(id)
    expect(findings).toMatchObject([{ code: 'unknown webinar', finding: `ON24 has no webinar “${event.eventid}”.` }])
    save(rig, id, { msevtmgt_webinarid: null, msevtmgt_webinarurl: null })
    await until(() => expect(madeFor(rig, id)).toHaveLength(1))
  })

  test('tells why there is no webinar yet', async () => {
    const account = await rig.account()
    const id = plan(rig, account, { msevtmgt_eventenddate: null })
    await says(rig, id, 'has no end')
    const { findings } = await check(id)
    expect(findings).toMatchObject([
      { code: 'plan', finding: 'The event has no end.', remedy: 'Enter one.' },
      { code: 'no webinar' },
    ])
    const lacking: [Record<string, unknown>, string, string][] = [
      [{ msevtmgt_webinartype: null }, 'The event has no webinar type.', 'Choose one.'],
      [{ msevtmgt_language: null }, 'The event has no webinar language.', 'Choose one.'],
      [
        { msevtmgt_eventstartdate: '2020-01-01T10:00:00Z', msevtmgt_eventenddate: '2020-01-01T11:00:00Z' },
        'The event starts in the past, so no webinar is made for it.',
        'Correct its start if it still lies ahead.',
      ],
    ]
    for (const [values, finding, remedy] of lacking) {
      const lacks = plan(rig, account, values)
      await says(rig, lacks, finding)
      expect((await check(lacks)).findings).toMatchObject([{ code: 'plan', finding, remedy }, { code: 'no webinar' }])
      expect(row(rig, lacks).msevtmgt_webinarstatusreason).toBe(`${finding} ${remedy}`)
    }
  })

  test('tells when the credentials are no longer good, or there are none', async () => {
    const { id } = await ready()
    rig.on24.na.interfere(() => Response.json({ message: 'The access token is deactivated.' }, { status: 401 }))
    expect((await check(id)).findings).toMatchObject([
      { code: 'credentials', finding: 'ON24 does not accept the credentials.', level: 'error' },
    ])
    rig.on24.na.interfere()
    const configuration = rig.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Empty' })
    save(rig, id, { msevtmgt_webinarconfigurationid: configuration })
    expect((await check(id)).codes).toEqual(['account'])
  })
})

test('every webinar ahead is checked by itself: the row says what will keep people out', async () => {
  const { id, event } = await ready()
  event.requiredFields.push('work_phone')
  await rig.host.run('reconcile-timer')
  await says(rig, id, 'Ready: ON24 asks registrants for what Dynamics has no value for: Work phone.')
})

async function aDayPasses(...configurations: string[]) {
  const options = { allowInsecureConnection: true }
  const cursors = TableClient.fromConnectionString(rig.storage.connectionString, 'cursors', options)
  for (const id of configurations) {
    await until(() => cursors.updateEntity({ partitionKey: 'cursor', rowKey: `types ${id}`, cursor: '' }, 'Merge'))
  }
}

describe('the types of webinars, and the languages, that an account has', () => {
  const shown = (configuration: string, part: 'types' | 'languages' = 'types') =>
    rig.dataverse
      .rows('msevtmgt_webinartype')
      .filter((type) => type.msevtmgt_webinarconfiguration === configuration && type.statecode === 0)
      .map(({ msevtmgt_value: value, msevtmgt_name: name }) => `${value} ${name}`)
      .filter((row) => row.startsWith('language:') === (part === 'languages'))
      .toSorted()

  test('can be chosen once its credentials are entered, each once, and follow the account', async () => {
    const { configuration } = await rig.account()
    const { configuration: other } = await rig.account()
    const all = ['fav Live Video and Audio', 'forum Forums', 'ondemand On Demand', 'sim2live Sim-2-Live']
    await until(() => expect(shown(configuration)).toEqual([...all, 'simulive Simulive']))
    await until(() => expect(shown(other)).toHaveLength(5))
    await until(() => expect(shown(configuration, 'languages')).toHaveLength(8))
    await until(() => expect(shown(other, 'languages')).toHaveLength(8))
    expect(shown(configuration, 'languages')).toContain('language:de Language: German')
    expect(shown(configuration, 'languages')).toContain('language:zh-TW Language: Chinese (Traditional)')
    const rows = rig.dataverse.rows('msevtmgt_webinartype').length
    rig.on24.na.interfere((request) => {
      const types = { fav: 'Live', simulive: 'Simulive' }
      const eventtypes = Object.entries(types).map(([value, label]) => ({ label, value }))
      if (request.url.endsWith('/eventtypes')) return Response.json({ eventtypes })
      const languagecodes = [{ label: 'Polish', languagecd: 'pl' }]
      return request.url.endsWith('/languages') ? Response.json({ languagecodes }) : undefined
    })
    await aDayPasses(configuration, other)
    await rig.host.run('reconcile-timer')
    await until(() => expect(shown(configuration)).toEqual(['fav Live', 'simulive Simulive']))
    await until(() => expect(shown(configuration, 'languages')).toEqual(['language:pl Language: Polish']))
    await until(() => expect([shown(other), shown(other, 'languages')]).toMatchObject([{ length: 2 }, { length: 1 }]))
    rig.on24.na.interfere()
    expect(rig.dataverse.rows('msevtmgt_webinartype')).toHaveLength(rows + 2)
  })

  test('are left as they are where the lists come back empty', async () => {
    const { configuration } = await rig.account()
    await until(() => expect(shown(configuration, 'languages')).toHaveLength(8))
    const before = shown(configuration)
    rig.on24.na.interfere((request) => (/eventtypes|languages/.test(request.url) ? Response.json({}) : undefined))
    const read = () => rig.on24.na.calls.filter(({ path }) => path.endsWith('languages')).length
    const reads = read()
    await aDayPasses(configuration)
    await rig.host.run('reconcile-timer')
    await until(() => expect(read()).toBeGreaterThan(reads))
    await rig.quiet()
    expect(shown(configuration)).toEqual(before)
    expect(shown(configuration, 'languages')).toHaveLength(8)
    rig.on24.na.interfere()
  })

  test('are read again by the next sweep, if they could not be when new credentials were entered', async () => {
    const account = await rig.account()
    const { configuration, clientId } = account
    await until(() => expect(shown(configuration)).toHaveLength(5))
    await rig.quiet()
    rig.on24.na.interfere((request) =>
      request.url.endsWith('/eventtypes') ? new Response(undefined, { status: 500 }) : undefined,
    )
    const body = { provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true }
    expect((await rig.call('PUT', `configurations/${configuration}`, body)).status).toBe(200)
    await rig.quiet()
    rig.on24.na.interfere((request) =>
      request.url.endsWith('/eventtypes')
        ? Response.json({ eventtypes: [{ label: 'Live', value: 'fav' }] })
        : undefined,
    )
    await rig.host.run('reconcile-timer')
    await until(() => expect(shown(configuration)).toEqual(['fav Live']))
    rig.on24.na.interfere()
  })

  test('are left as they are where the token may not read them', async () => {
    rig.on24.na.interfere((request) =>
      /eventtypes|languages|timezones/.test(request.url)
        ? Response.json({ message: 'You do not have permission to perform the requested operation.' }, { status: 403 })
        : undefined,
    )
    const account = await rig.account()
    const { event } = await ready(account)
    expect(event.eventType).toBe('fav')
    expect(shown(account.configuration)).toEqual(['fav Chosen'])
    expect(shown(account.configuration, 'languages')).toEqual([])
    rig.on24.na.interfere()
  })
})

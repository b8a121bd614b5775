import { TableClient } from '@azure/data-tables'
import { describe, expect } from 'vitest'
import { type Account, type TestApp, test, tokensOf, until } from '../harness/test-app.ts'
import { madeFor, plan, row, save, says } from '../harness/webinars.ts'

type Finding = { code: string; level: string; finding: string; remedy: string }

async function check(app: TestApp, id: string, table = 'msevtmgt_event') {
  const response = await app.call('POST', `webinars/${table}/${id}/check`)
  const { findings = [], ...rest } = (await response.json()) as { findings?: Finding[]; checkedAt?: string }
  return { status: response.status, findings, codes: findings.map(({ code }) => code), ...rest }
}

/** A webinar that ON24 holds for an event. */
async function ready(app: TestApp, account?: Account, values: Record<string, unknown> = {}) {
  const id = plan(app, account ?? (await app.account()), values)
  await says(app, id, 'Ready')
  const [event] = madeFor(app, id)
  if (!event) throw new Error('There is no webinar.')
  return { id, event }
}

describe('a check of a webinar', () => {
  test('finds nothing where all is well, and leaves the row as it is', async ({ app }) => {
    const { id } = await ready(app)
    expect(await check(app, id)).toMatchObject({ status: 200, findings: [], checkedAt: expect.any(String) })
    expect(row(app, id).msevtmgt_webinarstatusreason).toBe(
      'The webinar is at ON24. Until it starts, what you change here is sent there by itself.',
    )
  })

  test('needs a key, and a row that is a webinar', async ({ app }) => {
    const { id } = await ready(app)
    const url = `${app.host.url}/api/webinars/msevtmgt_event/${id}/check`
    expect((await fetch(url, { method: 'POST' })).status).toBe(401)
    expect((await check(app, crypto.randomUUID())).status).toBe(404)
    expect((await check(app, 'nonsense')).status).toBe(400)
    expect((await check(app, id, 'contact')).status).toBe(400)
    save(app, id, { msevtmgt_eventformat: 100000001 })
    expect((await check(app, id)).status).toBe(422)
  })

  test('names every field that registrants must fill and CRM has no value for', async ({ app }) => {
    const { id, event } = await ready(app)
    event.requiredFields.push('company', 'std1', 'country', 'std2')
    const { findings } = await check(app, id)
    expect(findings).toEqual([
      {
        ...{ code: 'required fields', level: 'error' },
        finding: 'ON24 asks registrants for what Dynamics has no value for: Std1, Std2.',
        remedy: 'Your administrator: map these fields, or make them optional in the registration form at ON24.',
      },
    ])
    expect(row(app, id)).toMatchObject({
      msevtmgt_webinarstatus: 'Needs attention',
      msevtmgt_webinarstatusreason: `${findings[0]?.finding} ${findings[0]?.remedy}`,
    })
    event.requiredFields.length = 0
    expect((await check(app, id)).findings).toEqual([])
    expect(row(app, id)).toMatchObject({
      msevtmgt_webinarstatus: 'Ready',
      msevtmgt_webinarstatusreason:
        'The webinar is at ON24. Until it starts, what you change here is sent there by itself.',
    })
  })

  test('tells when ON24 begins at another time than CRM, or takes another time', async ({ app }) => {
    const { id, event } = await ready(app, undefined, {
      msevtmgt_eventtimezone: 110,
      msevtmgt_eventstartdate: '2027-03-29T09:00:00Z',
      msevtmgt_eventenddate: '2027-03-29T10:00:00Z',
    })
    event.goodafter = new Date('2027-03-29T08:00:00Z')
    event.durationMinutes = 90
    const { findings } = await check(app, id)
    expect(findings.map(({ finding }) => finding)).toEqual([
      'The webinar starts at 2027-03-29 10:00 (Europe/Berlin) at ON24 and at 2027-03-29 09:00 (Europe/Berlin) in Dynamics.',
      'The webinar takes 90 minutes at ON24 and 60 in Dynamics.',
    ])
    expect(row(app, id)).toMatchObject({
      msevtmgt_webinarstatus: 'Needs attention',
      msevtmgt_webinarstatusreason: expect.stringContaining('10:00 (Europe/Berlin) at ON24'),
    })
    event.goodafter = new Date('2027-03-29T07:00:00Z')
    // A message of the row may meet the writing of a check and say less; each check says it again.
    await until(async () => {
      expect((await check(app, id)).codes).toEqual(['duration differs'])
      expect(row(app, id)).toMatchObject({
        msevtmgt_webinarstatus: 'Ready',
        msevtmgt_webinarstatusreason: expect.stringContaining('90 minutes at ON24 and 60 in Dynamics'),
      })
    })
  })

  test('warns of a start that the clocks skip or show twice', async ({ app }) => {
    const account = await app.account()
    const at = (start: string, end: string) =>
      plan(app, account, {
        ...{ msevtmgt_eventtimezone: 110, msevtmgt_eventstartdate: start, msevtmgt_eventenddate: end },
      })
    const skipped = at('2027-03-28T02:30:00Z', '2027-03-28T05:30:00Z')
    const repeated = at('2027-10-31T02:30:00Z', '2027-10-31T04:30:00Z')
    expect((await check(app, skipped)).findings.find(({ code }) => code === 'clock change')?.finding).toBe(
      'The clocks change: the start of the event does not exist; 2027-03-28 03:30 (Europe/Berlin) is taken.',
    )
    expect((await check(app, repeated)).findings.find(({ code }) => code === 'clock change')?.finding).toMatch(
      /comes twice/,
    )
  })

  test('tells when ON24 does not have the webinar, or has it inactive', async ({ app }) => {
    const { id, event } = await ready(app)
    event.active = false
    expect((await check(app, id)).codes).toEqual(['inactive webinar'])
    event.deleted = true
    const { findings } = await check(app, id)
    expect(findings).toMatchObject([{ code: 'unknown webinar', finding: `ON24 has no webinar “${event.eventid}”.` }])
    save(app, id, { msevtmgt_webinarid: null, msevtmgt_webinarurl: null })
    await until(() => expect(madeFor(app, id)).toHaveLength(1))
  })

  test('tells why there is no webinar yet', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account, { msevtmgt_eventenddate: null })
    await says(app, id, 'has no end')
    const { findings } = await check(app, id)
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
      const lacks = plan(app, account, values)
      await says(app, lacks, finding)
      expect((await check(app, lacks)).findings).toMatchObject([
        { code: 'plan', finding, remedy },
        { code: 'no webinar' },
      ])
      expect(row(app, lacks).msevtmgt_webinarstatusreason).toBe(`${finding} ${remedy}`)
    }
  })

  test('tells when the credentials are no longer good, or there are none', async ({ app }) => {
    const { id } = await ready(app)
    app.on24.na.injectFault(() => Response.json({ message: 'The access token is deactivated.' }, { status: 401 }))
    expect((await check(app, id)).findings).toMatchObject([
      { code: 'credentials', finding: 'ON24 does not accept the credentials.', level: 'error' },
    ])
    app.on24.na.injectFault()
    const configuration = app.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Empty' })
    save(app, id, { msevtmgt_webinarconfigurationid: configuration })
    expect((await check(app, id)).codes).toEqual(['account'])
  })
})

test('of an upcoming one happens by itself, and the row says what keeps people out', async ({ app }) => {
  const { id, event } = await ready(app)
  event.requiredFields.push('std1')
  await app.host.run('sweep-timer')
  await says(app, id, 'Needs attention: ON24 asks registrants for what Dynamics has no value for: Std1.')
})

test('what a check found stays on the row until a check no longer finds it, one write each', async ({ app }) => {
  const table = 'msevtmgt_event'
  const { id, event } = await ready(app)
  const messages = () => app.reports('connector.message').filter(({ id: of }) => of === id).length
  const writes = () => app.dataverse.calls.filter(({ method, path }) => method === 'PATCH' && path.includes(id)).length
  /** How often the row was written, and how many messages of it were worked on, once there are none left. */
  const costs = async (act: () => Promise<unknown>) => {
    await app.idle()
    const before = { writes: writes(), messages: messages() }
    await act()
    await app.idle()
    return { writes: writes() - before.writes, messages: messages() - before.messages }
  }
  const lookAgain = async () => {
    await app.enqueue('webinars', { table, id })
    await app.enqueue('webinars', { table, id, work: 'review' })
    await check(app, id)
  }
  const status = () => row(app, id).msevtmgt_webinarstatus
  event.requiredFields.push('std1')
  const found = await costs(() => check(app, id))
  const stays = await costs(lookAgain)
  // The change itself, and the review that it asks for.
  const changed = await costs(() => {
    save(app, id, { msevtmgt_name: 'Changed meanwhile' })
    return until(() => expect(event.title).toBe('Changed meanwhile'))
  })
  expect(status()).toBe('Needs attention')
  event.requiredFields.length = 0
  const mended = await costs(() => check(app, id))
  expect(status()).toBe('Ready')
  const rests = await costs(lookAgain)
  // A write of the status sends no message; a change of what stands asks for a look of its own.
  expect({ found, stays, changed, mended, rests }).toEqual({
    found: { writes: 1, messages: 0 },
    stays: { writes: 0, messages: 2 },
    changed: { writes: 0, messages: 2 },
    mended: { writes: 1, messages: 1 },
    rests: { writes: 0, messages: 2 },
  })
})

async function aDayPasses(app: TestApp, ...configurations: string[]) {
  // A reading in hand would note that it was just done.
  await app.idle()
  const options = { allowInsecureConnection: true }
  const cursors = TableClient.fromConnectionString(app.storage.connectionString, 'cursors', options)
  for (const id of configurations) {
    await until(() => cursors.updateEntity({ partitionKey: 'cursor', rowKey: `types ${id}`, cursor: '' }, 'Merge'))
  }
}

describe('the types of webinars that an account has', () => {
  const shown = (app: TestApp, configuration: string) =>
    app.dataverse
      .rows('msevtmgt_webinartype')
      .filter((type) => type.msevtmgt_webinarconfiguration === configuration && type.statecode === 0)
      .map(({ msevtmgt_value: value, msevtmgt_name: name }) => `${value} ${name}`)
      .toSorted()

  test('can be chosen once its credentials are entered, and follow the account', async ({ app }) => {
    const { configuration } = await app.account()
    const { configuration: other } = await app.account()
    const all = ['fav Live Video and Audio', 'forum Forums', 'ondemand On Demand', 'sim2live Sim-2-Live']
    await until(() => expect(shown(app, configuration)).toEqual([...all, 'simulive Simulive']))
    await until(() => expect(shown(app, other)).toHaveLength(5))
    const rows = app.dataverse.rows('msevtmgt_webinartype').length
    app.dataverse.insert('msevtmgt_webinartype', {
      ...{ msevtmgt_name: 'Language: German', msevtmgt_value: 'language:de' },
      msevtmgt_webinarconfiguration: configuration,
    })
    app.on24.na.injectFault((request) => {
      const types = { fav: 'Live', simulive: 'Simulive' }
      const eventtypes = Object.entries(types).map(([value, label]) => ({ label, value }))
      return request.url.endsWith('/eventtypes') ? Response.json({ eventtypes }) : undefined
    })
    await aDayPasses(app, configuration, other)
    await app.host.run('sweep-timer')
    await until(() => expect(shown(app, configuration)).toEqual(['fav Live', 'simulive Simulive']))
    await until(() => expect(shown(app, other)).toHaveLength(2))
    app.on24.na.injectFault()
    expect(app.dataverse.rows('msevtmgt_webinartype')).toHaveLength(rows + 1)
  })

  test('are left as they are where the lists come back empty', async ({ app }) => {
    const { configuration } = await app.account()
    await until(() => expect(shown(app, configuration)).toHaveLength(5))
    const before = shown(app, configuration)
    app.on24.na.injectFault((request) =>
      request.url.endsWith('/eventtypes') ? Response.json({ eventtypes: [] }) : undefined,
    )
    const read = () => app.on24.na.calls.filter(({ path }) => path.endsWith('eventtypes')).length
    const reads = read()
    await aDayPasses(app, configuration)
    await app.host.run('sweep-timer')
    await until(() => expect(read()).toBeGreaterThan(reads))
    await app.idle()
    expect(shown(app, configuration)).toEqual(before)
    app.on24.na.injectFault()
  })

  test('are read again by the next sweep if they could not be read at first', async ({ app }) => {
    const account = await app.account()
    const { configuration, clientId } = account
    await until(() => expect(shown(app, configuration)).toHaveLength(5))
    await app.idle()
    app.on24.na.injectFault((request) =>
      request.url.endsWith('/eventtypes') ? new Response(undefined, { status: 500 }) : undefined,
    )
    const body = { provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true }
    expect((await app.call('PUT', `configurations/${configuration}`, body)).status).toBe(200)
    await app.idle()
    app.on24.na.injectFault((request) =>
      request.url.endsWith('/eventtypes')
        ? Response.json({ eventtypes: [{ label: 'Live', value: 'fav' }] })
        : undefined,
    )
    await app.host.run('sweep-timer')
    await until(() => expect(shown(app, configuration)).toEqual(['fav Live']))
    app.on24.na.injectFault()
  })

  test('are left as they are where the token may not read them', async ({ app }) => {
    app.on24.na.injectFault((request) =>
      /eventtypes|languages|timezones/.test(request.url)
        ? Response.json({ message: 'You do not have permission to perform the requested operation.' }, { status: 403 })
        : undefined,
    )
    const account = await app.account()
    const { event } = await ready(app, account)
    expect(event.eventType).toBe('fav')
    expect(shown(app, account.configuration)).toEqual(['fav Chosen'])
    app.on24.na.injectFault()
  })
})

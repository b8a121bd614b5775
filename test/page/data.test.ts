import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { test as base, expect } from 'vitest'
import { acceptedTerms, acceptTerms, accounts, enterCredentials } from '../../page/data/accounts.ts'
import { refusals } from '../../page/data/registrations.ts'
import { order, requests } from '../../page/data/requests.ts'
import { createWebApi } from '../../page/data/web-api.ts'
import { webinarsEnded, webinarsEndingAfter, webinarsInNeed } from '../../page/data/webinars.ts'
import type { Order } from '../../page/model.ts'

const now = new Date('2026-11-26T12:00:00Z')

const test = base.extend('page', async ({ onTestFinished }) => {
  const dataverse = await startDataverse({ ownTables: true })
  onTestFinished(dataverse.stop)
  return { dataverse, api: apiOf(dataverse) }
})

/** The page has the session of a person; a test has a token. */
function apiOf(dataverse: Dataverse) {
  return createWebApi(`${dataverse.url}/api/data/v9.2/`, { authorization: 'Bearer token' })
}

function webinar(dataverse: Dataverse, name: string, day: string, values: object = {}) {
  return dataverse.insert('msevtmgt_event', {
    msevtmgt_name: name,
    msevtmgt_eventstartdate: `2026-${day}T10:00:00Z`,
    msevtmgt_eventenddate: `2026-${day}T11:00:00Z`,
    msevtmgt_webinarconfigurationid: dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Main' }),
    ...values,
  })
}

test('webinars are read by when they end; templates and events on site are left out', async ({ page }) => {
  const { dataverse, api } = page
  webinar(dataverse, 'Ahead', '12-01')
  webinar(dataverse, 'Over', '11-01')
  webinar(dataverse, 'Template', '12-02', { msevtmgt_istemplate: 100_000_001 })
  webinar(dataverse, 'On site', '12-03', { msevtmgt_webinarconfigurationid: null })
  const names = (found: { name: string }[]) => found.map(({ name }) => name)
  expect(names(await webinarsEndingAfter(api, now))).toEqual(['Ahead'])
  expect(names(await webinarsEnded(api, new Date('2026-10-01'), now))).toEqual(['Over'])
})

test('webinars that need somebody are found in both languages', async ({ page }) => {
  webinar(page.dataverse, 'English', '12-01', { msevtmgt_webinarstatus: 'Needs attention' })
  webinar(page.dataverse, 'German', '12-02', { msevtmgt_webinarstatus: 'Handlungsbedarf' })
  webinar(page.dataverse, 'Well', '12-03', { msevtmgt_webinarstatus: 'Ready' })
  expect((await webinarsInNeed(page.api)).map(({ name }) => name).toSorted()).toEqual(['English', 'German'])
})

test('a registration that did not get through comes with its person, its webinar and the sentence', async ({
  page,
}) => {
  const { dataverse, api } = page
  const contact = dataverse.insert('contact', { firstname: 'Ada', lastname: 'Byron' })
  const event = webinar(dataverse, 'Spring demo', '12-01')
  const register = (state: number, rest: object = {}) =>
    dataverse.insert('msevtmgt_eventregistration', {
      msevtmgt_contactid: contact,
      msevtmgt_eventid: event,
      msevtmgt_publishingstate: state,
      msevtmgt_registrationstatus: 'ON24 requires: Country.',
      ...rest,
    })
  const refused = register(100_000_003)
  register(100_000_001)
  register(100_000_003, { msevtmgt_iscanceled: true })
  const { shown, count } = await refusals(api)
  expect(count).toBe(1)
  expect(shown).toMatchObject([
    { id: refused, name: 'Ada Byron', sentence: 'ON24 requires: Country.', isFinal: true, webinar: 'Spring demo' },
  ])
})

test('the same that is ordered again before it is done is one request', async ({ page }) => {
  const { dataverse, api } = page
  const subject = {
    table: 'msevtmgt_event',
    id: webinar(dataverse, 'Spring demo', '12-01'),
    name: 'Spring demo',
  } as const
  const wanted: Order = { kind: 'backfill', subject, dryRun: false }
  await order(api, wanted)
  await order(api, wanted)
  await order(api, { ...wanted, dryRun: true })
  const ordered = await requests(api)
  expect(ordered).toMatchObject([{ kind: 'backfill', state: 'waiting' }, { kind: 'backfill' }])
  expect(new Set(ordered.map(({ dryRun }) => dryRun))).toEqual(new Set([true, false]))
  for (const { wbc_requestid: id } of dataverse.rows('wbc_request')) {
    dataverse.update('wbc_request', String(id), { wbc_state: 524_130_002, wbc_answer: 'Done.' })
  }
  await order(api, wanted)
  expect(await requests(api)).toHaveLength(3)
})

test('a request names the row that it is about, of every kind', async ({ page }) => {
  const { dataverse, api } = page
  const id = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Main' })
  const subject = { table: 'msevtmgt_webinarconfiguration', id, name: 'Main' } as const
  await order(api, { kind: 'types', subject, dryRun: false })
  expect(dataverse.rows('wbc_request')).toMatchObject([{ wbc_kind: 524_130_005, wbc_configurationid: id }])
  expect(await requests(api)).toMatchObject([{ subject: id, kind: 'types', progress: 0 }])
})

test('terms are accepted once', async ({ page }) => {
  const { dataverse, api } = page
  expect(await acceptedTerms(api)).toBeUndefined()
  await acceptTerms(api, 'Terms accepted')
  await acceptTerms(api, 'Terms accepted')
  expect(dataverse.rows('msevtmgt_webinarconsent')).toMatchObject([{ msevtmgt_consentprovided: true }])
  expect(await acceptedTerms(api)).toHaveProperty('by')
})

test('credentials go onto the row, and the page never reads a secret', async ({ page }) => {
  const { dataverse, api } = page
  const id = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Main' })
  expect(await accounts(api)).toMatchObject([{ id, health: 'unknown', authorized: 'no', hasSecrets: false }])
  await enterCredentials(api, id, { clientId: '10001', accessTokenKey: 'key', accessTokenSecret: 'secret' })
  expect(dataverse.row('msevtmgt_webinarconfiguration', id)).toMatchObject({ msevtmgt_accesstokensecret: 'secret' })
  const [account] = await accounts(api)
  expect(account).toMatchObject({ clientId: '10001', hasSecrets: true })
  expect(JSON.stringify(account)).not.toMatch(/secret"|"key"/)
})

test('an environment without the connector’s tables says that they are missing', async ({ onTestFinished }) => {
  const dataverse = await startDataverse()
  onTestFinished(dataverse.stop)
  await expect(requests(apiOf(dataverse))).rejects.toMatchObject({ kind: 'missing' })
})

test('the clock of Dynamics counts, as soon as it is known', async ({ page }) => {
  await accounts(page.api)
  expect(Math.abs(page.api.now().getTime() - Date.now())).toBeLessThan(5000)
})

test('an environment that cannot be reached says so', async ({ page }) => {
  await page.dataverse.stop()
  await expect(accounts(page.api)).rejects.toMatchObject({ kind: 'unreachable' })
})

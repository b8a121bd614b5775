import { expect } from 'vitest'
import { test } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })

const nowhere = crypto.randomUUID()
const faults = async (answer: Response) => {
  const { error } = (await answer.json()) as { error: { code: string; message: string; details?: string[] } }
  return [answer.status, error.code, error.details ?? [error.message]]
}

test('a backfill whose dry run is asked for in the query is not started', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const wanted = { registrations: true }
  const answer = await app.call('POST', `webinars/msevtmgt_event/${webinar.id}/sync?dryRun=true`, wanted)
  const message = 'dryRun is not known in the query; this call takes none.'
  expect(await faults(answer)).toEqual([400, 'invalid_input', [message]])
  expect(await (await app.call('GET', 'backfills')).json()).toEqual({ backfills: [] })
  const braced = await app.call('POST', `webinars/msevtmgt_event/%7B${webinar.id}%7D/sync`, { ...wanted, dryRun: true })
  expect([braced.status, await braced.json()]).toMatchObject([200, { dryRun: true }])
})

test('a misspelt member of new credentials is named, and nothing is kept', async ({ app }) => {
  const answer = await app.call('PUT', 'configurations/7', { deleteCanceledWebinars: true, acceptTerms: true })
  const [status, code, details] = await faults(answer)
  expect([status, code]).toEqual([400, 'invalid_input'])
  expect(details).toContain('id must be a GUID.')
  expect(String(details)).toMatch(/deleteCanceledWebinars is not known; the body has .*deleteCancelledWebinars/)
})

test.for<[string, string, string]>([
  ['GET', 'configurations?page=2', 'page is not known in the query; this call takes none.'],
  ['GET', `configurations/${nowhere}?x=1`, 'x is not known in the query; this call takes none.'],
  ['GET', 'configurations/all', 'id must be a GUID.'],
  ['POST', 'configurations/7/check', 'id must be a GUID.'],
  ['DELETE', 'configurations/7', 'id must be a GUID.'],
  ['DELETE', `configurations/${nowhere}?dryRun=true`, 'dryRun is not known in the query; this call takes none.'],
  ['GET', 'backfills?after=1', 'after is not known in the query; this call takes none.'],
  ['GET', 'backfills/7', 'id must be a GUID.'],
  ['GET', 'runs/7', 'id must be a GUID.'],
  ['GET', 'failures?knid=refused', 'knid is not known in the query, which has configuration, kind, after.'],
  ['GET', 'failures?after=page2', 'after must be the id of a failure, as GET /failures shows it.'],
  ['GET', 'audit?who=me', 'who is not known in the query, which has since, until, configuration, action, after.'],
  ['GET', 'audit?since=soon', 'since must be a date or a time in UTC, like 2026-11-26 or 2026-11-26T16:00:00Z.'],
  ['GET', 'audit?after=1', 'after must be the next that GET /audit gave.'],
  ['POST', 'failures/nothing/replay', 'id must be the id of a failure, as GET /failures shows it.'],
  ['POST', 'failures/replay?kind=refused', 'kind is not known in the query; this call takes none.'],
  ['POST', `webinars/msevtmgt_sessions/${nowhere}/check`, 'table must be one of msevtmgt_event, msevtmgt_session.'],
])('%s %s is refused with the reason', async ([method, path, message], { app }) => {
  const body = path.startsWith('failures/replay') ? {} : undefined
  expect(await faults(await app.call(method, path, body))).toEqual([400, 'invalid_input', [message]])
})

test('a body where none belongs is refused, and an empty object is none', async ({ app, account }) => {
  const check = `configurations/${account.configuration}/check`
  const message = 'dryRun is not known; this call takes no body.'
  expect(await faults(await app.call('POST', check, { dryRun: true }))).toEqual([400, 'invalid_input', [message]])
  expect((await app.call('POST', check, {})).status).toBe(200)
})

import { expect } from 'vitest'
import { linkOf, open, opens, registeredWithLink, registrations } from '../harness/joining.ts'
import { test, until } from '../harness/test-app.ts'
import { leaveAtOn24Only } from '../harness/webinars.ts'

test.override('appOptions', { ownTables: true })

test('a link is written with the status, in no call of its own', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  await app.idle()
  app.dataverse.calls.length = 0
  const { id } = await registeredWithLink(app, webinar)
  await app.idle()
  const writes = app.dataverse.calls.filter(({ method, path }) => method === 'PATCH' && path.includes(id))
  expect(writes).toHaveLength(1)
})

test('a review gives links to those who were registered before, once', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const { id, link } = await registeredWithLink(app, webinar)
  await app.idle()
  // As it is before the column is there.
  app.dataverse.update(registrations, id, { wbc_joinlink: null })
  const review = { table: 'msevtmgt_event', id: webinar.id, work: 'review' }
  await app.enqueue('webinars', review)
  expect(await linkOf(app, id)).toBe(link)
  await app.idle()
  app.dataverse.calls.length = 0
  await app.enqueue('webinars', review)
  await app.idle()
  expect(app.dataverse.calls.filter(({ path }) => path.includes('msevtmgt_eventregistrations('))).toEqual([])
})

test('a registration for a session has a link, which leads to the webinar of the session', async ({ app, account }) => {
  const event = await app.webinar({ ...account, values: { msevtmgt_eventformat: 100000001 } })
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  await leaveAtOn24Only(app, webinar)
  const id = app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Engines at noon', msevtmgt_event: event.id, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_webinarconfigurationid: account.configuration, msevtmgt_webinarid: String(webinar.on24) },
  })
  const { link } = await registeredWithLink(app, { ...webinar, kind: 'session', id })
  const answer = await opens(link, { status: 303 })
  expect(answer.headers.get('location')).toContain(`/wcc/r/${webinar.on24}/`)
})

test('somebody revokes a link, and another one opens the webinar', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: 0.5 })
  const { id, link } = await registeredWithLink(app, webinar)
  const order = () => app.dataverse.insert('wbc_request', { wbc_kind: 524130013, wbc_eventregistrationid: id })
  const request = order()
  const next = await linkOf(app, id, link)
  await opens(link, { status: 404 })
  await opens(next, { status: 303 })
  await until(() =>
    expect(app.dataverse.row('wbc_request', request)?.wbc_answer).toBe(
      'The registration has another join link now. The one before opens nothing any more.',
    ),
  )
  await app.idle()
  expect(app.row(id)?.wbc_joinlink).toBe(next)

  app.dataverse.update(registrations, id, { msevtmgt_iscanceled: true })
  await until(() => expect(app.row(id)?.wbc_joinlink).toBeNull())
  const refused = order()
  await until(() =>
    expect(app.dataverse.row('wbc_request', refused)?.wbc_answer).toMatch(/^The registration has no join link\./),
  )
})

test('where people log in only, the link does it by a form, and no address stands in a URL', async ({ app }) => {
  const account = await app.account({ settings: { wbc_loginonly: true } })
  const { link } = await registeredWithLink(app, await app.webinar({ ...account, startsInHours: 0.5 }))
  const answer = await open(link)
  expect([answer.status, answer.headers.get('location')]).toEqual([200, null])
  const page = await answer.text()
  const policy = answer.headers.get('content-security-policy') ?? ''
  const [, nonce = ''] = /script-src 'nonce-([\w-]+)'/.exec(policy) ?? []
  expect(page).toContain(`<script nonce="${nonce}">document.forms[0].submit()</script>`)
  expect(policy).toMatch(/default-src 'none';.*form-action http:\/\/127\.0\.0\.1:\d+ .*base-uri 'none'/)
  expect([...answer.headers].join()).not.toContain('ada')
  const [, action = ''] = /action="([^"]+)"/.exec(page) ?? []
  const fields = Object.fromEntries(
    [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  expect(Object.keys(fields)).toEqual(['eventid', 'key', 'email'])
  const entered = await fetch(action, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  expect(entered.headers.get('location')).toMatch(/^\/lobby\?/)
})

import { expect } from 'vitest'
import { test, typed } from '../harness/configurations.ts'
import { type TestApp, until } from '../harness/test-app.ts'
import { plan, row, save, says } from '../harness/webinars.ts'

/** Sends a message about a row once more; how it ended. */
async function reconciled(app: TestApp, queue: string, table: string, id: string) {
  await app.idle()
  await app.enqueue(queue, { table, id })
  await app.idle()
  return app
    .reports('connector.message')
    .filter((report) => report.id === id)
    .at(-1)?.outcome
}

test.for(['Ready to go!', 'Bereit', ''])('a webinar is left alone though its row says %j', async (words, { app }) => {
  const id = plan(app, await app.account())
  await says(app, id, 'Ready')
  const edited = { msevtmgt_webinarstatus: words, msevtmgt_webinarstatusreason: words }
  save(app, id, edited)
  expect(await reconciled(app, 'webinars', 'msevtmgt_event', id)).toBe('left alone')
  expect(row(app, id)).toMatchObject(
    words ? edited : { msevtmgt_webinarstatus: null, msevtmgt_webinarstatusreason: null },
  )
  save(app, id, { msevtmgt_publishstatus: 100000004 })
  await says(app, id, 'Cancelled')
  await app.idle()
  save(app, id, edited)
  expect(await reconciled(app, 'webinars', 'msevtmgt_event', id)).toBe('left alone')
})

test.for(['The administrator is on it.', 'Die Zugangsdaten gelten weiter.'])(
  'credentials that were not taken are asked for no more though the row says %j',
  async (words, { app, configurations }) => {
    const { configuration } = await app.account()
    configurations.acceptTerms()
    configurations.write(configuration, typed('99999'))
    await until(() => expect(configurations.row(configuration).msevtmgt_message).toMatch(/stay in force\.$/))
    await app.idle()
    configurations.write(configuration, { msevtmgt_message: words })
    const ended = await reconciled(app, 'configurations', 'msevtmgt_webinarconfiguration', configuration)
    expect(ended).toBe('nothing')
    expect(configurations.row(configuration).msevtmgt_message).toBe(words)
  },
)

test('an edited registration gets its status back, and ON24 is sent nothing', async ({ app }) => {
  const id = app.register(await app.webinar(), app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  const status = () => app.row(id)?.msevtmgt_registrationstatus
  await until(() => expect(status()).toBe('Registered at ON24'))
  await app.idle()
  const calls = app.on24.na.calls.length
  app.dataverse.update('msevtmgt_eventregistration', id, { msevtmgt_registrationstatus: 'Brings a guest' })
  expect(await reconciled(app, 'registrations', 'msevtmgt_eventregistration', id)).toBe('registered')
  expect(status()).toBe('Registered at ON24')
  expect(app.on24.na.calls.slice(calls).filter(({ method }) => method !== 'GET')).toEqual([])
})

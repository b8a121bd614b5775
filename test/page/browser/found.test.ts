import { expect } from 'vitest'
import { en } from '../../../page/words/en.ts'
import { button, card, expectAccessible, go, inBrowser, test } from '../../harness/browser.ts'
import { until } from '../../harness/test-app.ts'

test('a webinar that is at ON24 only becomes an event by a button', inBrowser, async ({ app, account, visit }) => {
  const id = app.on24.na.addEvent({
    ...{ clientId: account.clientId, title: 'Theirs alone', durationMinutes: 60 },
    goodafter: new Date(Date.now() + 86_400_000),
  })
  app.on24.na.register(id, { email: 'ada@example.test' })
  await app.host.run('sweep-timer')
  await until(() => expect(app.dataverse.rows('wbc_foundwebinar')).toMatchObject([{ wbc_name: 'Theirs alone' }]))
  const page = await visit()
  await go(page, en.views.ahead)
  const its = card(page, 'Theirs alone')
  await its.getByText(/registrants? at ON24/).waitFor()
  await expectAccessible(page)
  await button(its, en.found.make, 'Theirs alone').click()
  await until(() => expect(app.dataverse.rows('msevtmgt_event')).toMatchObject([{ msevtmgt_webinarid: String(id) }]))
})

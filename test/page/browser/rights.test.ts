import { expect } from 'vitest'
import { en } from '../../../page/words/en.ts'
import { button, card, expectAccessible, go, inBrowser, test } from '../../harness/browser.ts'

/** Rights to see events, and nothing of the connector. */
const planner = { prvReadmsevtmgt_event: 8, prvReadmsevtmgt_session: 8 }
const forbidden = (what: string) => `Your roles in Dynamics do not include ${what}`

test('a person without rights sees what she may, and a sentence for the rest', inBrowser, async ({ app, visit }) => {
  await app.webinar({ values: { msevtmgt_name: 'Hers' } })
  const page = await visit({ privileges: planner })
  await go(page, en.views.accounts)
  await page.getByText(forbidden('webinar configurations')).waitFor()
  await page.getByText(forbidden('the acceptance of terms')).waitFor()
  await go(page, en.views.requests)
  await page.getByText(forbidden('requests')).waitFor()
  await go(page, en.views.ahead)
  const hers = card(page, 'Hers')
  await button(hers, en.check, 'Hers').click()
  await hers.getByText(forbidden('requests')).waitFor()
  await expectAccessible(page)
  expect(app.dataverse.rows('wbc_request')).toEqual([])
})

test('a person who may look and not order is told so when she orders', inBrowser, async ({ app, visit }) => {
  await app.webinar({ values: { msevtmgt_name: 'Theirs' } })
  const page = await visit({ privileges: { ...planner, prvReadwbc_request: 8 } })
  await go(page, en.views.ahead)
  const theirs = card(page, 'Theirs')
  await button(theirs, en.check, 'Theirs').click()
  await theirs.getByText(forbidden('requests')).waitFor()
  expect(app.dataverse.rows('wbc_request')).toEqual([])
})

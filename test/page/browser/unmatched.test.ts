import { expect } from 'vitest'
import { de } from '../../../page/words/de.ts'
import { en } from '../../../page/words/en.ts'
import { button, card, expectAccessible, go, inBrowser, test as inPage } from '../../harness/browser.ts'
import { publishPage } from '../../harness/publish-page.ts'
import { type TestApp, until } from '../../harness/test-app.ts'

const day = 86_400_000
const test = inPage.override('appOptions', { ownTables: true, webhooks: false })

function requestOf({ dataverse }: Pick<TestApp, 'dataverse'>, kind: number) {
  return dataverse.rows('wbc_request').find(({ wbc_kind }) => wbc_kind === kind)
}

test(
  'attendees without a registration are tied to a contact, made one or ignored',
  inBrowser,
  async ({ app, visit }) => {
    const { dataverse } = app
    await publishPage(dataverse)
    dataverse.insert('contact', { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
    const account = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Main' })
    const event = dataverse.insert('msevtmgt_event', {
      ...{ msevtmgt_name: 'Over', msevtmgt_webinarconfigurationid: account },
      msevtmgt_eventstartdate: new Date(Date.now() - 3 * day).toISOString(),
      msevtmgt_eventenddate: new Date(Date.now() - 2 * day).toISOString(),
    })
    dataverse.insert('wbc_webinarledger', {
      ...{
        wbc_name: 'Over',
        wbc_eventid: event,
        wbc_unmatched: 1,
        wbc_pulledon: new Date(Date.now() - day).toISOString(),
      },
      wbc_endson: new Date(Date.now() - 2 * day).toISOString(),
    })
    const stranger = dataverse.insert('wbc_unmatchedattendee', { wbc_name: 'Stranger', wbc_eventid: event })
    for (const words of [de, en]) {
      const page = await visit({ language: words === de ? 1031 : 1033 })
      await go(page, words.views.past)
      const its = card(page, 'Over')
      await its.getByText(words.showUnmatched(1)).click()
      await its.locator('summary', { hasText: words.kinds.thisContact }).click()
      await its.getByLabel(`${words.fields.person}: Stranger`).fill('ada@')
      await button(its, words.fields.search).click()
      await its.getByText('Ada Byron, ada@example.test').waitFor()
      await expectAccessible(page)
      if (words === de) continue
      await button(its, words.kinds.thisContact, 'Ada Byron, Stranger').click()
      await until(() => expect(requestOf(app, 524_130_008)).toMatchObject({ wbc_unmatchedattendeeid: stranger }))
      expect(requestOf(app, 524_130_008)?.wbc_contactid).toBeTruthy()
      await button(its, words.kinds.makeContact, 'Stranger').click()
      await button(its, words.kinds.ignore, 'Stranger').click()
      await until(() => expect(requestOf(app, 524_130_010)).toMatchObject({ wbc_unmatchedattendeeid: stranger }))
      expect(requestOf(app, 524_130_009)).toMatchObject({ wbc_unmatchedattendeeid: stranger })
      const request = String(requestOf(app, 524_130_010)?.wbc_requestid)
      dataverse.update('wbc_request', request, { wbc_state: 524_130_002, wbc_answer: 'Left alone.' })
      await its.getByText('Left alone.').waitFor()
    }
  },
)

import { en } from '../../../page/words/en.ts'
import { card, expectAccessible, go, inBrowser, test as inPage } from '../../harness/browser.ts'
import { publishPage } from '../../harness/publish-page.ts'

const test = inPage.override('appOptions', {})
const missing = (what: string) => `Dynamics has no place for ${what} yet`

test(
  'an environment without the connector’s tables shows its webinars, and says what is missing',
  inBrowser,
  async ({ app, visit }) => {
    await app.webinar({ values: { msevtmgt_name: 'Theirs' } })
    await publishPage(app.dataverse)
    const page = await visit()
    await page.getByText(missing('the connector’s counts')).first().waitFor()
    await expectAccessible(page)
    await go(page, en.views.ahead)
    await card(page, 'Theirs').getByText('Ready').waitFor()
    await page.getByText(missing('the connector’s counts')).first().waitFor()
    await go(page, en.views.requests)
    await page.getByText(missing('requests')).waitFor()
  },
)

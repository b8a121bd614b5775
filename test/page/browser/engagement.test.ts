import { expect } from 'vitest'
import { de } from '../../../page/words/de.ts'
import { en } from '../../../page/words/en.ts'
import { factsOf } from '../../../tools/start/audience.ts'
import { card, expectAccessible, go, inBrowser, test as inPage } from '../../harness/browser.ts'

const markup = '<img src="x" onerror="document.title = `taken`">'

/** A webinar that is over, which four people attended; one of them asks with markup. */
const test = inPage.extend('attended', { scope: 'file' }, async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: -26, values: { msevtmgt_name: 'Attended' } })
  for (let number = 0; number < 4; number++) {
    const person = { email: `person${number}@example.test`, firstname: 'Person', lastname: String(number) }
    const facts = factsOf(number, app.on24.na.event(webinar.on24))
    const questions = facts.questions.map((question) => ({ ...question, ...(number === 1 && { content: markup }) }))
    app.on24.na.attend(webinar.on24, app.on24.na.register(webinar.on24, person), { ...facts, questions })
  }
  await app.idle()
  await app.host.run('attendance-timer')
  await app.idle()
  await app.host.run('sweep-timer')
  await app.idle()
  return app
})

test(
  'a webinar that is over shows score, minutes, polls and who asked what',
  inBrowser,
  async ({ attended: _, visit }) => {
    const page = await visit()
    await go(page, en.views.past)
    const its = card(page, 'Attended')
    await its.getByText(en.engagement.show).click()
    await its.getByText(en.engagement.meanScore).waitFor()
    await its.getByText(en.engagement.answered(4)).first().waitFor()
    await its.getByRole('listitem').filter({ hasText: 'Scheduling 2' }).waitFor()
    await its.getByText(markup).waitFor()
    const link = its.getByRole('link', { name: 'Person 1' })
    expect(await link.getAttribute('href')).toMatch(/etn=wbc_attendee&id=[0-9a-f-]{36}$/)
    expect(await page.title()).not.toBe('taken')
    await its.getByText(en.whatItMeans).first().click()
    await its.getByText(en.meanings.score).waitFor()
    await expectAccessible(page)
  },
)

test('a narrow screen shows it in German without scrolling to the side', inBrowser, async ({ attended: _, visit }) => {
  const page = await visit({ language: 1031, width: 360 })
  await go(page, de.views.past)
  const its = card(page, 'Attended')
  await its.getByText(de.engagement.show).click()
  await its.getByRole('heading', { name: de.engagement.questions }).waitFor()
  await expectAccessible(page)
  const widths = await page.locator('html').evaluate((html) => [html.scrollWidth, html.clientWidth])
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0)
})

test('a person who may not see attendees is told so in their place', inBrowser, async ({ attended: _, visit }) => {
  const counts = { prvReadwbc_webinarledger: 8, prvReadmsevtmgt_event: 8, prvReadmsevtmgt_session: 8 }
  const page = await visit({ privileges: counts })
  await go(page, en.views.past)
  const its = card(page, 'Attended')
  await its.getByText(en.engagement.show).click()
  await its.getByText('Your roles in Dynamics do not include the attendees').waitFor()
  await its.getByText('Your roles in Dynamics do not include answers').waitFor()
  await expectAccessible(page)
})

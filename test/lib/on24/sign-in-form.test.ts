import { expect, test } from 'vitest'
import { toSignInForm } from '../../../lib/on24/sign-in-form.ts'

const link = 'https://event.on24.com/wcc/r/5000001/0ABC'
const ada = 'ada@example.test'

test('the form has the event, its key and the address, and goes to the service of the region', () => {
  expect(toSignInForm('https://api.on24.com/v2', link, ada)).toEqual({
    action: 'https://seamlessreg.on24.com/',
    fields: { eventid: '5000001', key: '0ABC', email: ada },
    leadsTo: ['https://*.on24.com', 'https://event.on24.com'],
  })
  expect(toSignInForm('https://api.eu.on24.com/v2', link, ada)?.action).toBe('https://seamlessreg.eu.on24.com/')
})

test('a link of a customer’s own host, and one with a query, have the same parts', () => {
  const own = toSignInForm('https://api.on24.com/v2', 'https://webinars.example/wcc/r/1/AB?partnerref=mail', ada)
  expect(own).toMatchObject({
    fields: { eventid: '1', key: 'AB' },
    leadsTo: ['https://*.on24.com', 'https://webinars.example'],
  })
})

test.each([
  '',
  'https://event.on24.com/',
  'https://event.on24.com/wcc/r/x/AB',
  'https://event.on24.com/eventRegistration?eventid=1',
])('there is no form for the link “%s”', (other) => {
  expect(toSignInForm('https://api.on24.com/v2', other, ada)).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import { de } from '../../../lib/messages/de.ts'
import { attendees } from '../../../lib/messages/en/attendees.ts'
import { configurations } from '../../../lib/messages/en/configurations.ts'
import { erasures } from '../../../lib/messages/en/erasures.ts'
import { foundWebinars } from '../../../lib/messages/en/found-webinars.ts'
import { joining } from '../../../lib/messages/en/joining.ts'
import { mapping } from '../../../lib/messages/en/mapping.ts'
import { notifications } from '../../../lib/messages/en/notifications.ts'
import { operations } from '../../../lib/messages/en/operations.ts'
import { orders } from '../../../lib/messages/en/orders.ts'
import { registrations } from '../../../lib/messages/en/registrations.ts'
import { requests } from '../../../lib/messages/en/requests.ts'
import { settings } from '../../../lib/messages/en/settings.ts'
import { signIn } from '../../../lib/messages/en/sign-in.ts'
import { systems } from '../../../lib/messages/en/systems.ts'
import { templates } from '../../../lib/messages/en/templates.ts'
import { webinars } from '../../../lib/messages/en/webinars.ts'
import { en } from '../../../lib/messages/en.ts'
import { isForPlanners } from '../../../lib/messages/for-planner.ts'
import { languages, type UserMessage } from '../../../lib/messages/message.ts'
import { sentence } from '../../../lib/messages/sentence.ts'

const long = 'a long text from somebody else that goes on and on '.repeat(200).trim()
/** Every fact that any entry takes, as long as it may come. */
const facts = {
  ...{ provider: 'ON24', system: 'Dataverse', kind: 'session', language: 'zh-Hant', zone: long, said: long },
  ...{ fields: long, webinarId: long, clientId: '1'.repeat(20), most: 1000, length: 1000, days: 999, minutes: 9999 },
  ...{ shortest: 15, longest: 480, step: 15, shortSteps: 120, longStep: 30, text: long, name: long, member: 'member' },
  ...{
    members: 'one, two',
    setting: 'SETTING',
    values: 'one, two',
    correlation: 'an-id',
    role: 'Administrator',
    route: '/api/v1/configurations',
    missing: ['client_id', 'access_token_secret'],
  },
  ...{ here: '2026-05-12 16:00 (Europe/Berlin)', there: '2026-05-12 16:00 (Europe/Berlin)' },
  ...{ start: '2026-05-12 16:00 (Europe/Berlin)', type: long },
  start: 'Tuesday 12 May 2026 at 16:00 (Europe/Berlin)',
  ...{ taken: '2026-05-12 16:00 (Europe/Berlin)', readAt: '2026-05-12 18:30 (Europe/Berlin)' },
  ...{
    attendees: 100_000,
    unmatched: 100_000,
    request: 'resend',
    title: 'Spring demo',
    tag: long,
    reminders: long,
    reason: long,
    count: 9999,
  },
  ...{ caption: 'Country', value: 'Germany', column: 'address1_country', field: 'country', required: 9 },
  ...{ people: 9999, register: 9999, update: 9999, restore: 9999, cancel: 9999, refused: 9999, total: 9999, failed: 9 },
}
const short = {
  ...facts,
  said: 'The field country is required.',
  fields: 'Country',
  webinarId: '123',
  zone: 'X/Y',
  reason: 'No.',
}
const codes = Object.keys(en) as (keyof typeof en)[]
/** A message with those facts that its entry asks for, and no others. */
function messageOf(code: string, given: object = facts): UserMessage {
  const entry = en[code as keyof typeof en]
  const asked = new Set<string>()
  const watching = new Proxy(given, {
    get: (target, name) => {
      asked.add(String(name))
      return Reflect.get(target, name)
    },
  })
  if (typeof entry === 'function') (entry as (facts: object) => unknown)(watching)
  return { code, ...Object.fromEntries(Object.entries(given).filter(([name]) => asked.has(name))) } as UserMessage
}
const rooms = {
  registrations: 100,
  webinars: 5000,
  templates: 5000,
  configurations: 1000,
  orders: 5000,
  attendees: 5000,
  foundWebinars: 5000,
  mapping: 1000,
}
const ofRoom = { registrations, webinars, templates, configurations, orders, attendees, foundWebinars, mapping }

test('no two subjects have the same code', () => {
  const subjects = [
    registrations,
    webinars,
    templates,
    configurations,
    systems,
    requests,
    settings,
    operations,
    orders,
    attendees,
    signIn,
    notifications,
    foundWebinars,
    joining,
    erasures,
    mapping,
  ]
  const all = subjects.flatMap(Object.keys)
  expect(all.toSorted()).toEqual(Object.keys(en).toSorted())
})

describe.each(languages)('in %s', (language) => {
  test.each(Object.keys(rooms) as (keyof typeof rooms)[])(
    'every text of %s fits its column, whatever it quotes',
    (subject) => {
      const room = rooms[subject]
      const tooLong = Object.keys(ofRoom[subject]).filter(
        (code) => sentence(messageOf(code), language, room).length > room,
      )
      expect(tooLong).toEqual([])
    },
  )

  test('a text that has to be shortened loses whole words of what it quotes, and nothing else', () => {
    const cut = sentence(messageOf('registration_refused'), language, 100)
    const [before, after] = sentence(messageOf('registration_refused', { ...facts, said: '|' }), language).split('|')
    expect(cut.startsWith(before ?? '')).toBe(true)
    expect(cut.endsWith(after ?? '')).toBe(true)
    const quoted = cut.slice(before?.length, -(after?.length ?? 0))
    expect(quoted).toMatch(/^a long [\w ]*\w…$/)
    expect(`${long} `).toContain(`${quoted.slice(0, -1)} `)
  })

  test('every text is a sentence, or a word of status', () => {
    const words =
      /^(status_|registered|cancelled|blocked|template_type|terms_row|request_name|as_written|refusals_link|join_button|preview_field|preview_cut)/
    const odd = codes.filter(
      (code) => !words.test(code) && !/^\S.* .*[.”“]$/.test(sentence(messageOf(code, short), language)),
    )
    expect(odd).toEqual([])
  })

  test('a planner never reads of what they cannot know', () => {
    const plumbing = /dataverse|key vault|storage|speicher|identit|quota|kontingent|token|\bcrm\b|\(\d{3}\)/i
    const shown = codes.filter((code) => isForPlanners({ code } as UserMessage))
    expect(shown.length).toBeGreaterThan(40)
    expect(shown.filter((code) => plumbing.test(sentence(messageOf(code, short), language)))).toEqual([])
  })

  test('nothing asks to save an unchanged form again', () => {
    const again = /save (this|it) again|erneut speichern|noch einmal speichern/i
    expect(codes.filter((code) => again.test(sentence(messageOf(code, short), language)))).toEqual([])
  })
})

test('no text is the same in both languages', () => {
  const own = /^(as_written|preview_field)$/
  const same = codes.filter(
    (code) => !own.test(code) && sentence(messageOf(code, short), 'en') === sentence(messageOf(code, short), 'de'),
  )
  expect(same).toEqual([])
  expect(Object.keys(de)).toEqual(Object.keys(en))
})

import { expect } from 'vitest'
import type { AttendanceApp } from './attendance.ts'
import type { Account, Webinar } from './test-app.ts'

export const choices = { list: 524130000, knownContacts: 524130001, allContacts: 524130002 }

/** An account that does this for people who registered at ON24 itself. */
export const accountThat = (app: AttendanceApp, choice: keyof typeof choices, more: Record<string, unknown> = {}) =>
  app.account({ settings: { wbc_registeredthere: choices[choice], ...more } })

/** A webinar of it that is over. */
export const pastOf = (app: AttendanceApp, account: Account) => app.webinar({ ...account, startsInHours: -3 })

/** The registrations of an event, or of a session. */
export const registrationsOf = (app: AttendanceApp, { kind, id }: Pick<Webinar, 'kind' | 'id'>) =>
  app.dataverse
    .rows(`msevtmgt_${kind}registration`)
    .filter((row) => row[kind === 'event' ? 'msevtmgt_eventid' : 'msevtmgt_sessionid'] === id)

/** The one registration of a webinar. */
export function onlyRegistrationOf(app: AttendanceApp, webinar: Pick<Webinar, 'kind' | 'id'>) {
  const found = registrationsOf(app, webinar)
  expect(found).toHaveLength(1)
  return found[0] ?? {}
}

export const contactsWith = (app: AttendanceApp, email: string) =>
  app.dataverse.rows('contact').filter((row) => String(row.emailaddress1).toLowerCase() === email.toLowerCase())

/** Calls that changed a registrant at ON24, of one webinar. */
export const changesAtOn24 = (app: AttendanceApp, { on24, region }: Webinar) =>
  app.on24[region].calls
    .filter(({ method, path }) => method !== 'GET' && path.includes(`/event/${on24}/`))
    .map(({ method }) => method)

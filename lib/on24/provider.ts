import * as v from 'valibot'
import { CredentialsRefusedError, NotFoundError, RefusedError, TooLateError } from '../core/errors.ts'
import { checked, createHttpClient, unreachable } from '../core/http-client.ts'
import { streamElements } from '../core/json-stream.ts'
import { minute } from '../core/time.ts'
import type { Provider, ProviderTraits, WebinarAccount } from '../model/provider.ts'
import { fields, readCredentials, regions } from './credentials.ts'
import { isQuota, toError } from './errors.ts'
import { callsPerMinute, type RateLimitedCall, rateLimit, throttleAccount } from './rate-limit.ts'
import { toRegistrantForm, validateRegistrant } from './registrant-form.ts'
import { asksForFields, createRequiredFields } from './required-fields.ts'
import { On24Attendee, On24Events, On24Registered, On24Registrant } from './schemas.ts'
import { instant, toAttendance, toProviderRegistrant } from './to-attendance.ts'
import { durations } from './webinar-limits.ts'
import { createWebinarManagement } from './webinar-management.ts'

const traits: ProviderTraits = {
  title: 'ON24',
  capabilities: { changesFacts: true, movesAfterStart: true, carriesRegistrationId: true, onDemand: true },
  durations,
  // Registrants about 15 minutes, live attendance 30 minutes to 2 hours (support.on24.com 21420786301083).
  lags: { list: 20 * minute, attendance: 30 * minute },
}

/** ON24 as a webinar provider; one host a region. */
export function createOn24(urls: { na: string; eu: string }): Provider {
  return {
    ...traits,
    ...{ name: 'on24', fields, regions, quotas: callsPerMinute },
    tokenIdleDays: 60,
    connect(credentials) {
      const known = readCredentials(credentials)
      return connect(urls[known.region], known)
    },
  }
}

/** Lists of a large webinar may take minutes to read. */
const listTimeout = 300_000

function connect(
  url: string,
  { clientId, accessTokenKey, accessTokenSecret }: ReturnType<typeof readCredentials>,
): WebinarAccount {
  const api = createHttpClient({
    name: 'ON24',
    url: `${url}/client/${encodeURIComponent(clientId)}`,
    headers: () => ({ accessTokenKey, accessTokenSecret, accept: 'application/json' }),
    failure: (failure) => {
      const error = toError(failure)
      if (isQuota(error) && !asksForFields(failure.call)) void throttleAccount(url + clientId, error.retryAfter)
      return error
    },
  })
  const paced = (call: RateLimitedCall) => rateLimit(url + clientId, call)
  const explained = createRequiredFields(api, paced)

  // https://apidoc.on24.com: Get Registrants, Get Attendees (by event). Neither is paged; the user status is always
  // passed, because its default is documented in three ways.
  async function* list<S extends v.GenericSchema>(schema: S, webinarId: string, what: 'registrant' | 'attendee') {
    const path = `event/${id(webinarId)}/${what}`
    await paced(`GET ${what}`)
    const response = await api.send('GET', path, { query: { userstatus: 'any' }, timeout: listTimeout })
    const call = `GET ${path}`
    for await (const element of streamElements(response, `$.${what}s.*`, (cause) => unreachable('ON24', call, cause))) {
      yield checked(schema, element, 'ON24', call)
    }
  }
  async function* registrants(webinarId: string) {
    for await (const raw of list(On24Registrant, webinarId, 'registrant')) yield toProviderRegistrant(raw)
  }

  return {
    ...traits,
    ...createWebinarManagement(api, paced),

    // https://apidoc.on24.com: Get Events; the cheapest call that every kind of account has.
    async verifyCredentials() {
      if (![accessTokenKey, accessTokenSecret].every((token) => inHeader.test(token))) {
        throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_refused', provider: traits.title })
      }
      try {
        await paced('GET event')
        await api.read(v.looseObject({}), 'GET', 'event', { query: { includesubaccounts: 'Y', itemsPerPage: 1 } })
      } catch (error) {
        if (!(error instanceof RefusedError || error instanceof NotFoundError)) throw error
        const told = { code: 'client_unknown', provider: traits.title } as const
        throw new CredentialsRefusedError('not_authenticated', told, { cause: error })
      }
    },

    validateRegistrant,

    // https://apidoc.on24.com: Register a user; an address that is there already is updated in place.
    // Only isDeleted=N brings back who was cancelled; sent for a person who is not there, it is refused.
    async register(webinarId, registrant, before) {
      const form = toRegistrantForm(registrant, { blanks: before !== 'none' })
      const send = async (more: { isDeleted?: 'N' }) => {
        await paced('POST registrant')
        return api.read(On24Registered, 'POST', `event/${id(webinarId)}/registrant`, { form: { ...form, ...more } })
      }
      try {
        const restore = before === 'cancelled' || before === 'unknown'
        const restored = restore
          ? await send({ isDeleted: 'N' }).catch(before === 'unknown' ? ifNotRestored : ifNobodyThere)
          : undefined
        const { eventuserid } = restored ?? (await send({}))
        return { providerId: eventuserid }
      } catch (error) {
        if (error instanceof NotFoundError) {
          throw new RefusedError({ code: 'registration_webinar_unknown', provider: traits.title }, { cause: error })
        }
        if (error instanceof TooLateError)
          throw new TooLateError({ code: 'too_late_to_register', provider: traits.title }, { cause: error })
        throw error instanceof RefusedError ? await explained(webinarId, form, error) : error
      }
    },

    // The same call with isDeleted=Y is ON24's way to cancel; 412 means that nobody is registered under the address.
    async cancel(webinarId, { email }) {
      try {
        await paced('POST registrant')
        await api.send('POST', `event/${id(webinarId)}/registrant`, {
          // Required registration fields have nothing to say about somebody who leaves.
          query: { honorrequired: 'N' },
          form: { email, isDeleted: 'Y' },
        })
        return true
      } catch (error) {
        if (error instanceof TooLateError)
          throw new TooLateError({ code: 'too_late_to_cancel', provider: traits.title }, { cause: error })
        ifNobodyThere(error)
        return false
      }
    },

    // https://apidoc.on24.com: Update a registrant across events; 400 if the new address exists in one of them.
    async rename(email, newEmail) {
      try {
        await paced('PATCH registrant by email')
        await api.send('PATCH', `registrant/${encodeURIComponent(email)}`, { form: { email: newEmail } })
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error
      }
    },

    registrants,
    async *attendances(webinarId) {
      for await (const raw of list(On24Attendee, webinarId, 'attendee')) yield toAttendance(raw)
    },

    async *changedSince(since) {
      const query = {
        dateFilterMode: 'updated',
        startDate: since.toISOString().replace(/\.\d+Z$/, '+00:00'),
        itemsPerPage,
      }
      for (let page = 0, full = true; full; page += 1) {
        await paced('GET event')
        const { events } = await api.read(On24Events, 'GET', 'event', { query: { ...query, pageOffset: page } })
        for (const { eventid, lastupdated, liveend, archiveend } of events) {
          const ends = { liveEnd: instant(liveend), archiveEnd: instant(archiveend) }
          yield { webinarId: eventid, updatedAt: instant(lastupdated), ...ends }
        }
        full = events.length === itemsPerPage && page < mostPages
      }
    },
  }
}

/** Characters of a token that an HTTP header can carry; anything else was mistyped. */
const inHeader = /^[\x21-\x7e]+$/

/** ON24's largest page; a list whose last page is full once more is followed no further than this. */
const itemsPerPage = 100
const mostPages = 50

function id(webinarId: string) {
  return encodeURIComponent(webinarId)
}

const absent = /not (yet )?(registered|found)|not exist|no registrant/i

/** Passes over ON24's answer that nobody is registered under the address. */
function ifNobodyThere(error: unknown): undefined {
  if (error instanceof NotFoundError) return undefined
  // ON24 has no code for it, so its own words have to do.
  const told = error instanceof RefusedError ? error.userMessage : undefined
  if (told?.code === 'provider_refused' && absent.test(told.said)) return undefined
  throw error
}

/** The same, and that it is too late to restore: who may never have been cancelled is updated then. */
function ifNotRestored(error: unknown): undefined {
  return error instanceof TooLateError ? undefined : ifNobodyThere(error)
}

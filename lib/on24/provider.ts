import * as v from 'valibot'
import { type Breakers, insist } from '../core/breaker.ts'
import { CredentialsRefusedError, NotFoundError, RefusedError } from '../core/errors.ts'
import { createHttpClient, unreachable } from '../core/http-client.ts'
import { streamElements } from '../core/json-stream.ts'
import type { Turns } from '../core/line.ts'
import { minute } from '../core/time.ts'
import type { Provider, ProviderTraits, WebinarAccount } from '../model/provider.ts'
import { fields, readCredentials, regions } from './credentials.ts'
import { createDetailedLists } from './detailed-lists.ts'
import { createErasing } from './erasing.ts'
import { isQuota, toError } from './errors.ts'
import { itemsPerPage, listDigests, listEvents } from './event-list.ts'
import { listLiveAttendances } from './live-attendances.ts'
import { createPatching } from './patching.ts'
import { callsPerMinute, createAccountCalls } from './rate-limit.ts'
import { createRegistering } from './registering.ts'
import { registrantFields } from './registrant-fields.ts'
import { validateRegistrant } from './registrant-form.ts'
import { createRegistrationForms } from './registration-forms.ts'
import { On24Activity, On24Attendee, On24Events, On24Marked, On24Registrant } from './schemas.ts'
import { toSignInForm } from './sign-in-form.ts'
import { instant, toAttendance, toProviderRegistrant } from './to-attendance.ts'
import { eventPath, readWebinarId } from './webinar-id.ts'
import { durations } from './webinar-limits.ts'
import { createWebinarManagement } from './webinar-management.ts'

const traits: ProviderTraits = {
  title: 'ON24',
  capabilities: { changesFacts: true, movesAfterStart: true, carriesRegistrationId: true, onDemand: true },
  durations,
  // Registrants about 15 minutes, live attendance 30 minutes to 2 hours (support.on24.com 21420786301083).
  lags: { list: 20 * minute, attendance: 30 * minute },
  readWebinarId,
  registrantFields,
}

/** Limits of all accounts, shared by all instances of the app. */
type Shared = { turns: Turns; breakers: Breakers }

/** ON24 as a webinar provider; one host a region. */
export function createOn24(urls: { na: string; eu: string }, shared: Shared): Provider {
  return {
    ...traits,
    ...{ name: 'on24', fields, regions, quotas: callsPerMinute },
    tokenIdleDays: 60,
    connect(credentials) {
      const known = readCredentials(credentials)
      return connect(urls[known.region], known, shared)
    },
  }
}

/** Lists of a large webinar may take minutes to read; what is said of one address never does. */
const forLists = { timeout: 300_000, idle: 60_000 }

function connect(
  url: string,
  { clientId, accessTokenKey, accessTokenSecret }: ReturnType<typeof readCredentials>,
  { turns, breakers }: Shared,
): WebinarAccount {
  const account = url + clientId
  const { paced, ensureNotCrowded, admit, ensureReachable, stop } = createAccountCalls(
    account,
    turns,
    breakers.breakerOf('ON24', account),
  )
  const api = createHttpClient({
    name: 'ON24',
    url: `${url}/client/${encodeURIComponent(clientId)}`,
    headers: () => ({ accessTokenKey, accessTokenSecret, accept: 'application/json' }),
    failure: (failure) => {
      const error = toError(failure)
      // A storage that cannot keep it does not make the refusal another one.
      if (isQuota(error)) stop(failure.call, error).catch(() => undefined)
      return error
    },
    admit,
  })

  // https://apidoc.on24.com: Get Registrants, Get Attendees (by event). Neither is paged; the user status is always
  // passed, because its default is documented in three ways.
  async function* list<S extends v.GenericSchema>(
    schema: S,
    webinarId: string,
    what: 'registrant' | 'attendee',
    filter: { email?: string } = {},
  ) {
    const path = `${eventPath(webinarId)}/${what}`
    await paced(`GET ${what}`)
    const response = await api.send('GET', path, {
      query: { userstatus: 'any', ...filter },
      ...(filter.email ? {} : forLists),
    })
    const call = `GET ${path}`
    const cutShort = (cause: unknown) => unreachable('ON24', call, cause)
    for await (const element of streamElements(response, `$.${what}s.*`, cutShort, ['$.eventid', `$.total${what}s`])) {
      const { success, output } = v.safeParse(schema, element)
      yield success ? output : undefined
    }
  }
  async function* registrants(webinarId: string, filter: { email?: string } = {}) {
    for await (const raw of list(On24Registrant, webinarId, 'registrant', filter))
      yield raw && toProviderRegistrant(raw)
  }

  return {
    ...traits,
    ...createWebinarManagement(api, paced),
    ...createErasing(api, paced),
    ...createRegistering(api, paced, registrants),
    ...createPatching(api, paced),
    ...createRegistrationForms(api, paced),

    // https://apidoc.on24.com: Get Events; the cheapest call that every kind of account has. Without dates it is about 90 days.
    async verifyCredentials() {
      if (![accessTokenKey, accessTokenSecret].every((token) => inHeader.test(token))) {
        throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_refused', provider: traits.title })
      }
      try {
        await paced('GET event')
        const query = { includesubaccounts: 'Y', dateFilterMode: 'modified', filterOrder: 'desc', itemsPerPage }
        const { events } = await insist(() => api.read(On24Events, 'GET', 'event', { query }))
        return events.flatMap((event) => (v.is(On24Marked, event) ? event.campaigncode : []))
      } catch (error) {
        if (!(error instanceof RefusedError || error instanceof NotFoundError)) throw error
        const told = { code: 'client_unknown', provider: traits.title } as const
        throw new CredentialsRefusedError('not_authenticated', told, { cause: error })
      }
    },

    validateRegistrant,
    ensureReachable,
    acquireRegistrantQuota: (webinarId) => paced('POST registrant', webinarId),
    ensureRegistrantQuota: (webinarId) => ensureNotCrowded('POST registrant', webinarId),

    registrants,
    async *attendances(webinarId) {
      for await (const raw of list(On24Attendee, webinarId, 'attendee')) yield raw && toAttendance(raw)
    },
    detailed: createDetailedLists(list),
    liveAttendances: (since) => listLiveAttendances(api, paced, since),

    async *changedSince(since) {
      for await (const event of listEvents(api, paced, { dateFilterMode: 'updated', startDate: since })) {
        const { success, output } = v.safeParse(On24Activity, event)
        if (!success) continue
        const { eventid, lastupdated, liveend, archiveend } = output
        const ends = { liveEnd: instant(liveend), archiveEnd: instant(archiveend) }
        yield { webinarId: eventid, updatedAt: instant(lastupdated), ...ends }
      }
    },

    signInForm: (audienceUrl, email) => toSignInForm(url, audienceUrl, email),

    webinarDigests: (from, to) => listDigests(api, paced, from, to),
  }
}

/** Characters of a token that an HTTP header can carry; anything else was mistyped. */
const inHeader = /^[\x21-\x7e]+$/

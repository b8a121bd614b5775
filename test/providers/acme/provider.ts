import * as v from 'valibot'
import {
  CredentialsRefusedError,
  NotFoundError,
  QuotaReachedError,
  RefusedError,
  TooLateError,
  UnavailableError,
} from '../../../lib/core/errors.ts'
import { createHttpClient, type Failure, retryAfter } from '../../../lib/core/http-client.ts'
import type { CredentialField, Provider, ProviderTraits, WebinarAccount } from '../../../lib/model/provider.ts'
import type { ProviderRegistrant, ProviderWebinar, Registrant } from '../../../lib/model/webinar.ts'

const provider = 'Acme'
const traits: ProviderTraits = {
  title: provider,
  capabilities: { changesFacts: false, movesAfterStart: false, carriesRegistrationId: false, onDemand: false },
  durations: { longest: Number.POSITIVE_INFINITY, held: (minutes) => minutes },
  ...{ lags: { list: 0, attendance: 0 }, registrantFields: [] },
  readWebinarId: (typed) => /[0-9a-f-]{36}/.exec(typed)?.[0],
}

const word = /^[\w-]{1,100}$/
const fields: readonly CredentialField[] = [
  { name: 'workspace', secret: false, pattern: word, column: 'clientId' },
  { name: 'applicationId', secret: false, pattern: word, column: 'accessTokenKey' },
  { name: 'applicationSecret', secret: true, pattern: word, column: 'accessTokenSecret' },
  { name: 'signingKey', secret: true, pattern: word },
]
const [workspace, applicationId, applicationSecret, signingKey] = [v.string(), v.string(), v.string(), v.string()]
const Credentials = v.object({ workspace, applicationId, applicationSecret, signingKey })

export function createAcme(url: string): Provider {
  return {
    ...traits,
    ...{ name: 'acme', fields, regions: [], tokenIdleDays: Number.POSITIVE_INFINITY, quotas: { calls: 600 } },
    connect(credentials) {
      const parsed = v.safeParse(Credentials, credentials)
      if (!parsed.success) throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_unreadable' })
      return connect(url, parsed.output)
    },
  }
}

const Person = v.object({ id: v.string(), email: v.string(), link: v.string(), status: v.string() })
const Taken = v.object({ person: v.looseObject(Person.entries) })
const Visit = v.object({
  person: v.string(),
  email: v.string(),
  minutes: v.number(),
  questions: v.number(),
  from: v.string(),
})
const Webinar = v.object({
  ...{ id: v.string(), startsAt: v.string(), minutes: v.number(), reference: v.string(), changedAt: v.string() },
})

/** The address is there already. */
class TakenError extends RefusedError {
  person: v.InferOutput<typeof Taken>['person'] | undefined
}

function toError({ status, headers, body, call }: Failure) {
  const detail = { message: `Acme answered ${status} to ${call}` }
  const code = v.is(v.object({ code: v.string() }), body) ? body.code : ''
  const taken = v.safeParse(Taken, body)
  if (taken.success)
    return Object.assign(new TakenError({ code: 'provider_refused', provider, said: 'Taken.' }, detail), {
      person: taken.output.person,
    })
  if (status === 401)
    return new CredentialsRefusedError('not_authenticated', { code: 'credentials_refused', provider }, detail)
  if (status === 429) {
    const wait = retryAfter(headers) ?? 1
    return new QuotaReachedError({ code: 'asked_to_wait', system: provider }, { ...detail, retryAfter: wait })
  }
  if (code === 'started') return new TooLateError({ code: 'too_late', provider }, detail)
  if (status === 404) return new NotFoundError({ code: 'provider_knows_not', provider }, detail)
  return status < 500
    ? new RefusedError({ code: 'provider_refused', provider, said: '' }, detail)
    : new UnavailableError({ code: 'out_of_service', system: provider }, detail)
}

function connect(url: string, credentials: v.InferOutput<typeof Credentials>): WebinarAccount {
  const { workspace, applicationId, applicationSecret, signingKey } = credentials
  const authorization = `Basic ${Buffer.from(`${applicationId}:${applicationSecret}`).toString('base64')}`
  const api = createHttpClient({
    ...{ name: 'Acme', url: `${url}/${encodeURIComponent(workspace)}`, failure: toError },
    headers: () => ({ authorization, 'signing-key': signingKey }),
  })
  const of = (webinarId: string, what = '') => `webinars/${encodeURIComponent(webinarId)}${what}`
  const people = (webinarId: string, query = {}) =>
    api.read(v.array(Person), 'GET', of(webinarId, '/people'), { query }).catch(ifGone)
  const remove = (path: string) => api.send('DELETE', path).then(() => {}, ifGone)

  return {
    ...traits,
    async verifyCredentials() {
      return (await api.read(v.array(Webinar), 'GET', 'webinars')).map(({ reference }) => reference)
    },
    validateRegistrant: ({ email }) => (email.includes('@') ? undefined : { code: 'contact_without_email' }),
    async register(webinarId, registrant) {
      const json = toPerson(registrant)
      const add = () => api.read(Person, 'POST', of(webinarId, '/people'), { json })
      const { id, link } = await add().catch(async (error: unknown) => {
        if (error instanceof NotFoundError)
          throw new RefusedError({ code: 'registration_webinar_unknown', provider }, { cause: error })
        if (!(error instanceof TakenError) || !error.person) throw error
        const { person } = error
        if (Object.entries(json).every(([name, value]) => person[name as 'id'] === value)) return person
        await remove(of(webinarId, `/people/${person.id}`))
        return add()
      })
      return { providerId: id, joinUrl: link }
    },
    async cancel(webinarId, { email }) {
      const found = (await people(webinarId, { email })) ?? []
      for (const { id } of found) await remove(of(webinarId, `/people/${id}`))
      return found.length > 0
    },
    async rename() {
      throw new RefusedError({ code: 'provider_refused', provider, said: 'Acme gives nobody another address.' })
    },
    async *registrants(webinarId) {
      yield* ((await people(webinarId)) ?? []).map(toRegistrant)
    },
    async *attendances(webinarId) {
      const visits = await api.read(v.array(Visit), 'GET', of(webinarId, '/visits'))
      for (const { person, from, email, ...metrics } of visits) {
        const firstSeen = new Date(from)
        const lastSeen = new Date(firstSeen.getTime() + metrics.minutes * 60_000)
        yield { metrics, email, providerId: person, registrationId: undefined, firstSeen, lastSeen }
      }
    },
    async *changedSince(since) {
      const query = { changedSince: since.toISOString() }
      for (const { id, changedAt, startsAt, minutes } of await api.read(v.array(Webinar), 'GET', 'webinars', {
        query,
      })) {
        const liveEnd = new Date(Date.parse(startsAt) + minutes * 60_000)
        yield { webinarId: id, updatedAt: new Date(changedAt), liveEnd, archiveEnd: undefined }
      }
    },
    async *webinarDigests(from, to) {
      for (const webinar of await api.read(v.array(Webinar), 'GET', 'webinars')) {
        const start = new Date(webinar.startsAt)
        if (start >= from && start < to) yield { webinarId: webinar.id, digest: JSON.stringify(webinar) }
      }
    },

    validatePlan: async () => [],
    acquireCreateQuota: async () => {},
    acquireRegistrantQuota: async () => {},
    ensureRegistrantQuota: async () => {},
    ensureReachable: async () => {},
    async create({ title, start, minutes }, reference) {
      const json = { title, startsAt: start.toISOString(), minutes, reference }
      return toWebinar(await api.read(Webinar, 'POST', 'webinars', { json }))
    },
    async findByExternalId(references) {
      const all = await api.read(v.array(Webinar), 'GET', 'webinars')
      const found = all.find(({ reference }) => references.includes(reference))
      return found && toWebinar(found)
    },
    async mark(webinarId, reference) {
      await api.send('PUT', of(webinarId), { json: { reference } })
    },
    webinar: (webinarId) => api.read(Webinar, 'GET', of(webinarId)).then(toWebinar).catch(ifGone),
    async change(webinarId, { title, start, minutes }) {
      await api
        .send('PUT', of(webinarId), { json: { title, startsAt: start.toISOString(), minutes } })
        .catch((error) => {
          throw error instanceof NotFoundError
            ? new RefusedError({ code: 'webinar_gone', provider }, { cause: error })
            : error
        })
    },
    remove: (webinarId) => remove(of(webinarId)),
    ...{ registrationForm: async () => undefined, types: async () => undefined },
  }
}

function toPerson({ email, firstName, lastName, company, jobTitle }: Registrant) {
  return { email: email.toLowerCase(), name: `${firstName} ${lastName}`, company, position: jobTitle }
}

function toRegistrant({ id, email, status }: v.InferOutput<typeof Person>): ProviderRegistrant {
  const state = ({ in: 'approved', waiting: 'pending', rejected: 'denied' } as const)[status] ?? 'pending'
  return { providerId: id, email, registrationId: undefined, state }
}

function toWebinar({ id, startsAt, minutes, reference }: v.InferOutput<typeof Webinar>): ProviderWebinar {
  const links = { audienceUrl: `https://acme.test/${id}`, presenterUrl: undefined }
  return { webinarId: id, ...links, active: true, start: new Date(startsAt), minutes, externalId: reference }
}

function ifGone(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error
}

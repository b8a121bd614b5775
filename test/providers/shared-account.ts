import { randomUUID } from 'node:crypto'
import type { On24 } from '@webinar-connector/on24-emulator'
import type { build } from '../../lib/app.ts'
import { createOn24 } from '../../lib/on24/provider.ts'
import { tokensOf } from '../harness/test-app.ts'
import { secrets, startAcme } from './acme/emulator.ts'
import { createAcme } from './acme/provider.ts'

/** An account at a provider, as somebody sees it who looks there. */
export type SharedAccount = {
  providersOf: Parameters<typeof build>[1]
  /** The body of `PUT /configurations/{id}`. */
  body: Record<string, unknown>
  /** The configuration row's provider. */
  name: string
  /** Makes a webinar by hand; its id. */
  make(start: Date): string
  /** All that the provider knows of a webinar, and of the people in it, as text. */
  all(webinarId: string): string
  title(webinarId: string): string
  mark(webinarId: string): string
  setMark(webinarId: string, mark: string): void
  /** Addresses of those who have a place. */
  people(webinarId: string): string[]
  /** How many webinars it has. */
  size(): number
  stop(): Promise<void>
}

let nextClient = 90001

/** A new account at ON24. */
export async function on24Account(on24: On24): Promise<SharedAccount> {
  const clientId = String(nextClient++)
  on24.addAccount({ clientId, ...tokensOf(clientId) })
  const event = (id: string) => on24.event(Number(id))
  return {
    name: 'ON24',
    providersOf: ({ on24Urls }, shared) => [createOn24(on24Urls, shared)],
    body: { provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true },
    make: (goodafter) => String(on24.addEvent({ clientId, title: 'By hand', goodafter, durationMinutes: 60 })),
    all: (id) => JSON.stringify([event(id), on24.registrants(Number(id))]),
    title: (id) => event(id).title,
    mark: (id) => event(id).campaignCode,
    setMark: (id, mark) => Object.assign(event(id), { campaignCode: mark }),
    people: (id) =>
      on24
        .registrants(Number(id))
        .filter(({ userstatus }) => userstatus === 'active')
        .map(({ email }) => email),
    size: () => on24.events().filter(({ clientid }) => clientid === clientId).length,
    stop: async () => {},
  }
}

/** A new account at the second provider. */
export async function acmeAccount(): Promise<SharedAccount> {
  const acme = await startAcme(() => new Date())
  const room = (id: string) => {
    const found = acme.rooms.get(id)
    if (!found) throw new Error('There is no such webinar.')
    return found
  }
  return {
    name: 'Acme',
    providersOf: () => [createAcme(acme.url)],
    body: { provider: 'acme', ...secrets, acceptTerms: true },
    make(start) {
      const id = randomUUID()
      const webinar = { id, title: 'By hand', startsAt: start.toISOString(), minutes: 60, reference: '', changedAt: '' }
      acme.rooms.set(id, { webinar, people: [], visits: [] })
      return id
    },
    all: (id) => JSON.stringify(room(id)),
    title: (id) => room(id).webinar.title,
    mark: (id) => room(id).webinar.reference,
    setMark: (id, reference) => Object.assign(room(id).webinar, { reference }),
    people: (id) => room(id).people.map(({ email }) => email),
    size: () => acme.rooms.size,
    stop: acme.stop,
  }
}

import { TableClient } from '@azure/data-tables'
import type { On24 } from '@webinar-connector/on24-emulator'
import { expect } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import { test as base, startTestApp, type TestApp, until, type Webinar } from './test-app.ts'
import { wallClock } from './wall-clock.ts'

type Facts = Parameters<On24['attend']>[2]
type Counts = { attendees: number; matched: number; written: number; unmatched: number }
type Attendee = { email: string; registration?: string; facts?: Facts }
type Session = Webinar & { event: string }

export type AttendanceApp = TestApp & {
  /** A session of an event, as a webinar of its own. */
  session(event: string, account: { configuration: string; clientId: string }, end: Date): Promise<Session>
  /** A person with a registration in CRM; answers the registration. */
  registered(webinar: Pick<Webinar, 'kind' | 'id'>, email: string, values?: Record<string, unknown>): string
  /** Registers a person at ON24 who attends; answers the id there. */
  attendee(webinar: Webinar, attendee: Attendee): number
  /** Reads a webinar's attendance now, whether it is due or not; resolves with the counts once all is done. */
  pull(webinar: Webinar): Promise<Counts>
  /** The counts of a webinar's pulls so far. */
  pulls(webinar: Webinar): Counts[]
  checkIns(webinar: Webinar): Record<string, unknown>[]
  /** `GET /webinars/{table}/{id}/attendance` */
  attendance(webinar: Webinar): Promise<Response>
  /** When the timer last queued a webinar. */
  queuedAt(webinar: Webinar): Promise<Date | undefined>
  /** Lets a webinar, and the app's record of it, become so much older. */
  age(webinar: Webinar, hours: number): Promise<void>
}

const tableOf = ({ kind }: Webinar) => `msevtmgt_${kind}`

/** A test whose app gets no webhooks, for webinars that have taken place. */
export const test = base.extend('app', { scope: 'file' }, async ({ appOptions }, { onCleanup }) => {
  const app = await startTestApp({ ...appOptions, webhooks: false })
  onCleanup(app.stop)
  return withAttendance(app)
})

function withAttendance(app: TestApp): AttendanceApp {
  const { dataverse, on24 } = app
  const storage = app.storage.connectionString
  const webinars = TableClient.fromConnectionString(storage, 'webinars', { allowInsecureConnection: true })
  const record = (webinar: Webinar) =>
    webinars.getEntity<Record<string, unknown>>(`${webinar.kind}_${webinar.id}`, 'pull').catch(() => undefined)

  const pulls = (webinar: Webinar): Counts[] =>
    app
      .reports('connector.message')
      .filter(({ work, id, counts }) => work === 'attendance' && id === webinar.id && counts)
      .map(({ counts }) => counts as Counts)

  return {
    ...app,
    pulls,
    async session(event, { configuration, clientId }, end) {
      const start = new Date(end.getTime() - hour)
      const id = on24.na.addEvent({ clientId, title: 'Session', goodafter: start, durationMinutes: 60 })
      const session = dataverse.insert('msevtmgt_session', {
        ...{ msevtmgt_name: 'Session', msevtmgt_event: event, msevtmgt_sessionformat: 100000002 },
        ...{ msevtmgt_starttime: wallClock(start), msevtmgt_endtime: wallClock(end) },
        ...{ msevtmgt_webinarconfigurationid: configuration, msevtmgt_webinarid: String(id) },
      })
      return { kind: 'session', id: session, event, on24: id, region: 'na' }
    },
    registered: (webinar, email, values) => app.register(webinar, app.contact({ emailaddress1: email }), values),
    attendee(webinar, { email, registration, facts = { liveminutes: 30 } }) {
      const person = { email, ...(registration && { exteventusercd: registration }) }
      const id = on24[webinar.region].register(webinar.on24, person)
      on24[webinar.region].attend(webinar.on24, id, facts)
      return id
    },
    async pull(webinar) {
      const before = pulls(webinar).length
      await app.enqueue('webinars', { table: tableOf(webinar), id: webinar.id, work: 'attendance' })
      await until(() => expect(pulls(webinar)).not.toHaveLength(before), { timeout: 10_000 })
      return pulls(webinar)[before] as Counts
    },
    checkIns(webinar) {
      const lookup = webinar.kind === 'event' ? 'msevtmgt_event' : 'msevtmgt_sessionattended'
      return dataverse.rows('msevtmgt_checkin').filter((row) => row[lookup] === webinar.id)
    },
    attendance: (webinar) => app.call('GET', `webinars/${tableOf(webinar)}/${webinar.id}/attendance`),
    queuedAt: async (webinar) => (await record(webinar))?.queuedAt as Date | undefined,
    async age(webinar, hours) {
      const older = (value: unknown) => (value instanceof Date ? new Date(value.getTime() - hours * hour) : value)
      const stored = await record(webinar)
      if (stored) {
        const times = Object.entries(stored).map(([name, value]) => [name, older(value)])
        await webinars.updateEntity({
          ...Object.fromEntries(times),
          partitionKey: `${stored.partitionKey}`,
          rowKey: 'pull',
        })
      }
      const ended = webinar.kind === 'event' ? 'msevtmgt_eventenddate' : 'msevtmgt_endtime'
      const end = new Date(String(dataverse.row(tableOf(webinar), webinar.id)?.[ended]))
      dataverse.update(tableOf(webinar), webinar.id, { [ended]: wallClock(older(end) as Date) })
      const event = on24[webinar.region].event(webinar.on24)
      event.goodafter = older(event.goodafter) as Date
      event.lastupdated = older(event.lastupdated) as Date
    },
  }
}

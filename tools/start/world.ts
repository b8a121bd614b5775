import { hour, minute } from '../../lib/core/time.ts'
import type { Environment } from '../environment/environment.ts'
import { factsOf } from './audience.ts'
import { personOf } from './people.ts'
import { addWebinar, type Seeded } from './seed.ts'

const atOnce = 4
const outage = minute

/**
 * The people around the connector, who register, cancel and attend, and ON24, which may be out.
 * @param now the clock of all emulators
 */
export function createWorld(
  { dataverse, on24 }: Pick<Environment, 'dataverse' | 'on24'>,
  seeded: Pick<Seeded, 'configuration' | 'clientId'>,
  now: () => Date,
) {
  // The first ones have attended the webinar that is over.
  let people = atOnce
  let brokenUntil = 0
  const registrations = () => dataverse.rows('msevtmgt_eventregistration').filter((row) => !row.msevtmgt_iscanceled)
  const starts = (event: Record<string, unknown>) => Date.parse(String(event.msevtmgt_eventstartdate))

  function nextEvent() {
    const coming = dataverse.rows('msevtmgt_event').filter((event) => starts(event) > now().getTime())
    const [next] = coming.sort((one, other) => starts(one) - starts(other))
    if (next) return String(next.msevtmgt_eventid)
    const start = new Date(now().getTime() + 24 * hour)
    return addWebinar({ dataverse, on24 }, seeded, { title: `Demo of ${start.toISOString().slice(0, 10)}`, start })
      .event
  }

  return {
    /** Some people register for the webinar that comes next, one of them with a mistyped address. */
    register() {
      const event = nextEvent()
      for (let count = 0; count < atOnce; count++) {
        const contact = dataverse.insert('contact', personOf(people++))
        dataverse.insert('msevtmgt_eventregistration', { msevtmgt_contactid: contact, msevtmgt_eventid: event })
      }
      return { registered: atOnce }
    },

    /** The person who registered last cancels; undefined where nobody is left. */
    cancel() {
      const last = registrations().at(-1)
      if (!last) return { cancelled: undefined }
      const contact = dataverse.row('contact', String(last.msevtmgt_contactid))
      dataverse.update('msevtmgt_eventregistration', String(last.msevtmgt_eventregistrationid), {
        msevtmgt_iscanceled: true,
      })
      return { cancelled: String(contact?.fullname ?? '') }
    },

    /** ON24 answers nobody for a minute. */
    breakOn24() {
      brokenUntil = performance.now() + outage
      for (const region of Object.values(on24)) {
        region.injectFault(() => {
          if (performance.now() < brokenUntil) return Response.json({ message: 'Service unavailable' }, { status: 503 })
          region.injectFault()
          return undefined
        })
      }
      return { brokenSeconds: outage / 1000 }
    },

    /** Time has passed since then: ON24 is well again, and all who are registered attended what has ended. */
    pass(before: Date) {
      brokenUntil = 0
      for (const event of on24.na.events()) {
        const { eventid, goodafter, durationMinutes } = event
        const end = new Date(goodafter.getTime() + durationMinutes * minute)
        if (end <= before || end > now()) continue
        const active = on24.na.registrants(eventid).filter(({ userstatus }) => userstatus === 'active')
        for (const [at, { eventuserid }] of active.entries()) {
          on24.na.attend(eventid, eventuserid, factsOf(at, event))
        }
      }
    },
  }
}

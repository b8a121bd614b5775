import type { WebinarRow } from '../model/crm.ts'
import type { Provider } from '../model/provider.ts'
import type { People } from './people.ts'
import type { PlannedWebinars } from './planned-webinars.ts'
import type { Registrations } from './registrations.ts'
import type { Webinars } from './webinars.ts'

type Reading = Webinars & PlannedWebinars & Registrations & People
/** The type of one answer of a function: an element of a list, else the value. */
type Answered<F> = F extends (...parameters: never[]) => infer Answer
  ? Answer extends Promise<infer Value>
    ? Value extends (infer Element)[]
      ? Element
      : Value
    : Answer extends AsyncGenerator<infer Element>
      ? Element
      : never
  : never
/** The functions that answer with events or sessions: the compiler asks for each of them below. */
type WebinarReading = {
  [Name in keyof Reading]: [Extract<Answered<Reading[Name]>, WebinarRow | { webinar: WebinarRow }>] extends [never]
    ? never
    : Name
}[keyof Reading]

/**
 * Events and sessions whose webinar id is read out of what their planners typed, so that a pasted link and the id in it
 * are the same webinar everywhere. Text in which no provider finds an id stays as it is.
 */
export function withWebinarIds<Crm extends Reading>(
  crm: Crm,
  providers: readonly Pick<Provider, 'readWebinarId'>[],
): Crm {
  function read(typed: string) {
    for (const { readWebinarId } of providers) {
      const id = readWebinarId(typed)
      if (id !== undefined) return id
    }
    return typed
  }
  const readIn = <Row extends WebinarRow>(row: Row): Row =>
    row.webinarId === undefined ? row : { ...row, webinarId: read(row.webinarId) }
  const readInside = <Row extends { webinar: WebinarRow }>(row: Row): Row => ({ ...row, webinar: readIn(row.webinar) })
  async function* each<Row>(rows: AsyncIterable<Row>, change: (row: Row) => Row): AsyncGenerator<Row> {
    for await (const row of rows) yield change(row)
  }
  const reading: Pick<Reading, WebinarReading> = {
    webinar: async (row) => maybe(await crm.webinar(row), readIn),
    webinarsEnding: (from, to) => each(crm.webinarsEnding(from, to), readIn),
    webinarsBegun: (from, to) => each(crm.webinarsBegun(from, to), readIn),
    webinarsOf: (configuration) => each(crm.webinarsOf(configuration), readIn),
    webinarsNamingAny: (ids) => each(crm.webinarsNamingAny(ids), readIn),
    sessionsOf: (row) => each(crm.sessionsOf(row), readIn),
    // Dataverse takes texts for equal that are not, and finds an id within a longer one.
    webinarsNaming: async (place) =>
      (await crm.webinarsNaming(place)).map(readIn).filter(({ webinarId }) => webinarId === place.webinarId),
    plannedWebinar: async (row) => maybe(await crm.plannedWebinar(row), readIn),
    registration: async (row) => maybe(await crm.registration(row), readInside),
    registrationsByEmail: async (...where) => (await crm.registrationsByEmail(...where)).map(readInside),
    registrationsOfPerson: async (person) => (await crm.registrationsOfPerson(person)).map(readInside),
    registrationsOfChanged: (...when) => each(crm.registrationsOfChanged(...when), readInside),
    registrationsOf: async (contactId) => (await crm.registrationsOf(contactId)).map(readInside),
  }
  return { ...crm, ...reading }
}

function maybe<Row>(row: Row | undefined, change: (row: Row) => Row): Row | undefined {
  return row === undefined ? undefined : change(row)
}

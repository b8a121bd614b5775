import type { Change } from '@webinar-connector/dataverse-emulator'
import { emailOf, fateOf, isOrphan, type PlannedRegistration, registrations } from './plan.ts'
import { addRegistration, type Stage } from './scenario.ts'
import type { Courier, Letter } from './webhook-sender.ts'

/** A registration with its row in CRM. */
export type Entered = PlannedRegistration & { id: string; table: string; created: Change }

export const newTitle = 'Director'

/** Everybody registers in CRM; the webhooks go out, some twice, some without content, some not yet. */
export async function registerAll({ environment: { dataverse }, webinars, contacts }: Stage, courier: Courier) {
  const eventRegistrations = new Map<string, string>()
  const entered = registrations.flatMap((planned): Entered[] => {
    const { person, number } = planned
    const webinar = webinars.find(({ name }) => name === planned.webinar.name)
    const contact = contacts.get(person)
    if (!webinar || !contact) return []
    // Planners link a session's registration to that of the event, or do not bother.
    const link = number % 2 && !isOrphan(planned) ? eventRegistrations.get(`${webinar.partOf} ${person}`) : undefined
    let id = ''
    const changes = courier.hold(() => {
      id = addRegistration(dataverse, webinar, contact, link)
    })
    eventRegistrations.set(`${webinar.name} ${person}`, id)
    return changes.map((created) => ({ ...planned, id, table: created.table, created }))
  })
  await courier.deliver(entered.map(firstLetters))
  return entered
}

function firstLetters({ notice, created: change }: Entered): Letter[] {
  if (notice === 'late') return []
  if (notice === 'doubled') return [{ change }, { change }]
  return [{ change, stripped: notice === 'stripped' }]
}

/** Some cancel, some get another title or address; and what was held back arrives, after the news that followed it. */
export async function changeMinds(
  { environment: { dataverse }, contacts }: Stage,
  courier: Courier,
  entered: readonly Entered[],
) {
  for (const [person, id] of contacts) {
    const fate = fateOf(person)
    if (fate === 'promoted') dataverse.update('contact', id, { jobtitle: newTitle })
    if (fate === 'moved') dataverse.update('contact', id, { emailaddress1: `new-${emailOf(person)}` })
  }
  await courier.deliver(
    entered.map(({ table, id, notice, ends, created }) => {
      const news = ends === 'cancelled' ? { msevtmgt_iscanceled: true } : { msevtmgt_name: 'Looked at again' }
      if (ends !== 'cancelled' && notice !== 'late') return []
      const [change] = courier.hold(() => dataverse.update(table, id, news))
      if (!change) return []
      return notice === 'late' ? [{ change }, { change: created }] : [{ change }]
    }),
  )
}

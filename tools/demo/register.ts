import type { Change } from '@webinar-connector/dataverse-emulator'
import { changeOf, emailOf, lacksEventRegistration, type PlannedRegistration, registrations } from './plan.ts'
import { addRegistration, type Scenario } from './scenario.ts'
import type { Webhook, WebhookSender } from './webhook-sender.ts'

/** A planned registration with its row in CRM. */
export type Registration = PlannedRegistration & { id: string; table: string; created: Change }

export const newTitle = 'Director'

/** Creates all registrations in CRM and sends their webhooks as planned; the late ones are not sent yet. */
export async function registerAll({ environment: { dataverse }, webinars, contacts }: Scenario, sender: WebhookSender) {
  const eventRegistrations = new Map<string, string>()
  const created = registrations.flatMap((planned): Registration[] => {
    const { person, number } = planned
    const webinar = webinars.find(({ name }) => name === planned.webinar.name)
    const contact = contacts.get(person)
    if (!webinar || !contact) return []
    // Every other session registration is linked to the event registration; planners do both.
    const linked = number % 2 && !lacksEventRegistration(planned)
    const link = linked ? eventRegistrations.get(`${webinar.partOf} ${person}`) : undefined
    let id = ''
    const changes = sender.capture(() => {
      id = addRegistration(dataverse, webinar, contact, link)
    })
    eventRegistrations.set(`${webinar.name} ${person}`, id)
    return changes.map((created) => ({ ...planned, id, table: created.table, created }))
  })
  await sender.send(created.map(firstWebhooks))
  return created
}

function firstWebhooks({ delivery, created: change }: Registration): Webhook[] {
  if (delivery === 'late') return []
  if (delivery === 'doubled') return [{ change }, { change }]
  return [{ change, stripped: delivery === 'stripped' }]
}

/** Cancels some registrations and changes some contacts; late webhooks are sent after those of these changes. */
export async function changeRegistrations(
  { environment: { dataverse }, contacts }: Scenario,
  sender: WebhookSender,
  registered: readonly Registration[],
) {
  for (const [person, id] of contacts) {
    const change = changeOf(person)
    if (change === 'new title') dataverse.update('contact', id, { jobtitle: newTitle })
    if (change === 'new address') dataverse.update('contact', id, { emailaddress1: `new-${emailOf(person)}` })
  }
  await sender.send(
    registered.map(({ table, id, delivery, ends, created }) => {
      if (ends !== 'cancelled' && delivery !== 'late') return []
      const values = ends === 'cancelled' ? { msevtmgt_iscanceled: true } : { msevtmgt_name: 'Changed' }
      const [change] = sender.capture(() => dataverse.update(table, id, values))
      if (!change) return []
      return delivery === 'late' ? [{ change }, { change: created }] : [{ change }]
    }),
  )
}

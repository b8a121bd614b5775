import { type Environment, startEnvironment } from '../environment/environment.ts'
import { fastPolling } from '../environment/fast-polling.ts'
import { waitUntilIdle } from '../environment/wait-until-idle.ts'
import { subscribe } from '../environment/webhooks.ts'
import { addWebinar, configure } from './account.ts'

/** Calls of one bulk change to ON24, and registrants that it left in the webinar. */
type BulkFigures = { listReads: number; cancelledTwice: number; leftBehind: number; seconds: number }

/** Measures an event whose registrations all move to another webinar and are then all deleted. */
export async function measureBulk(count: number): Promise<{ moved: BulkFigures; deleted: BulkFigures }> {
  const environment = await startEnvironment()
  const { dataverse, settings } = environment
  const host = await environment.startHost({ env: fastPolling })
  const configuration = await configure(environment, host)
  const event = addWebinar(environment, configuration, 24)
  const next = addWebinar(environment, configuration, 24)
  // A webinar that belongs to a row is no other row's.
  dataverse.remove('msevtmgt_event', next.id)
  const webhooks = subscribe(dataverse, host)
  const idle = () => waitUntilIdle(settings.AzureWebJobsStorage ?? '', host, webhooks)
  const rows = Array.from({ length: count }, (_, at) => {
    const contact = dataverse.insert('contact', { lastname: String(at), emailaddress1: `ada${at}@example.test` })
    const registration = { msevtmgt_contactid: contact, msevtmgt_eventid: event.id }
    return dataverse.insert('msevtmgt_eventregistration', registration)
  })
  await idle()
  if (active(environment, event.webinarId) !== count) throw new Error('Not everybody was registered.')

  const moved = await measure(environment, event.webinarId, idle, () =>
    dataverse.update('msevtmgt_event', event.id, { msevtmgt_webinarid: String(next.webinarId) }),
  )
  if (active(environment, next.webinarId) !== count) throw new Error('Not everybody moved.')
  const deleted = await measure(environment, next.webinarId, idle, () => {
    for (const row of rows) dataverse.remove('msevtmgt_eventregistration', row)
  })
  await environment.stop()
  return { moved, deleted }
}

async function measure(
  environment: Environment,
  webinarId: number,
  idle: () => Promise<void>,
  change: () => void,
): Promise<BulkFigures> {
  const { calls } = environment.on24.na
  const people = active(environment, webinarId)
  calls.length = 0
  const begun = performance.now()
  change()
  await idle()
  const at = (method: string) =>
    calls.filter((call) => call.method === method && call.path.endsWith(`/event/${webinarId}/registrant`)).length
  return {
    listReads: calls.filter(({ method, path }) => method === 'GET' && path.endsWith('/registrant')).length,
    cancelledTwice: Math.max(0, at('POST') - people),
    leftBehind: active(environment, webinarId),
    seconds: (performance.now() - begun) / 1000,
  }
}

function active({ on24 }: Environment, webinarId: number) {
  return on24.na.registrants(webinarId).filter(({ userstatus }) => userstatus === 'active').length
}

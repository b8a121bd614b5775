import { startEnvironment } from '../environment/environment.ts'
import { fastPolling } from '../environment/fast-polling.ts'
import { waitUntilIdle } from '../environment/wait-until-idle.ts'
import { subscribe } from '../environment/webhooks.ts'
import { addWebinar, configure } from './account.ts'

type RegistrationFigures = { dataverse: number; on24: number }

/** Calls per new registration, with those that follow from the webhook of the connector's own write on the row. */
export async function measureRegistrations(count: number): Promise<RegistrationFigures> {
  const environment = await startEnvironment()
  const { dataverse, on24, settings } = environment
  const host = await environment.startHost({ env: fastPolling })
  const { id } = addWebinar(environment, await configure(environment, host), 24)
  const contacts = Array.from({ length: count }, (_, at) =>
    dataverse.insert('contact', { firstname: 'Ada', lastname: String(at), emailaddress1: `ada${at}@example.test` }),
  )
  const webhooks = subscribe(dataverse, host)
  await waitUntilIdle(settings.AzureWebJobsStorage ?? '', host, webhooks)
  dataverse.calls.length = 0
  on24.na.calls.length = 0
  const rows = contacts.map((contact) =>
    dataverse.insert('msevtmgt_eventregistration', { msevtmgt_contactid: contact, msevtmgt_eventid: id }),
  )
  await waitUntilIdle(settings.AzureWebJobsStorage ?? '', host, webhooks)
  const statuses = rows.map((row) => dataverse.row('msevtmgt_eventregistration', row)?.msevtmgt_registrationstatus)
  if (statuses.some((status) => status !== 'Registered at ON24')) throw new Error('Not everybody was registered.')
  const figures = { dataverse: dataverse.calls.length / count, on24: on24.na.calls.length / count }
  await environment.stop()
  return figures
}

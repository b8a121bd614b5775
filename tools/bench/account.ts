import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { hour } from '../../lib/core/time.ts'
import type { Environment } from '../environment/environment.ts'

const account = { clientId: '10001', accessTokenKey: 'A'.repeat(32), accessTokenSecret: 'b'.repeat(64) }

/** Configures an account by HTTP; returns the id of its row in CRM. */
export async function configure({ dataverse, on24 }: Environment, { url, keys }: FunctionsHost): Promise<string> {
  on24.na.addAccount(account)
  const id = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'ON24' })
  const answer = await fetch(`${url}/api/configurations/${id}`, {
    method: 'PUT',
    headers: { 'x-functions-key': keys.default },
    body: JSON.stringify({ provider: 'on24', region: 'na', ...account, acceptTerms: true }),
  })
  if (!answer.ok) throw new Error(`The credentials were not accepted: ${await answer.text()}`)
  return id
}

/** An event of an hour with its webinar. */
export function addWebinar({ dataverse, on24 }: Environment, configuration: string, startsInHours: number) {
  const start = new Date(Date.now() + startsInHours * hour)
  const facts = { clientId: account.clientId, title: 'Bench', goodafter: start, durationMinutes: 60 }
  const webinarId = on24.na.addEvent(facts)
  const id = dataverse.insert('msevtmgt_event', {
    msevtmgt_name: 'Bench',
    msevtmgt_eventformat: 100_000_002,
    msevtmgt_eventtimezone: 92,
    msevtmgt_eventenddate: new Date(start.getTime() + hour).toISOString().replace(/\.\d+Z$/, 'Z'),
    msevtmgt_webinarconfigurationid: configuration,
    msevtmgt_webinarid: String(webinarId),
  })
  return { id, webinarId, start }
}

import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { hour } from '../../lib/core/time.ts'
import type { Environment } from '../environment/environment.ts'
import { call } from './call.ts'

type Row = { table: string; id: string }

/** Connects accounts to the app, each with a webinar ahead, one that is over, and a registration for each. */
export async function addWorld({ dataverse, on24 }: Environment, host: FunctionsHost): Promise<Row[]> {
  dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  const rows: Row[] = []
  const insert = (table: string, values: Record<string, unknown>) => {
    const id = dataverse.insert(table, values)
    rows.push({ table, id })
    return id
  }
  // ON24 counts calls by account; a few share the load.
  for (const [at, region] of (['na', 'na', 'na', 'eu', 'eu', 'eu'] as const).entries()) {
    const clientId = String(10_001 + at)
    const tokens = { accessTokenKey: 'A'.repeat(32), accessTokenSecret: `${at}`.repeat(64) }
    on24[region].addAccount({ clientId, ...tokens })
    const configuration = insert('msevtmgt_webinarconfiguration', {
      ...{ msevtmgt_name: `Account ${at}`, msevtmgt_clientid: clientId },
    })
    const answer = await call(host.url, {
      method: 'PUT',
      path: `/api/configurations/${configuration}`,
      headers: { 'x-functions-key': host.keys.default },
      body: JSON.stringify({ provider: 'on24', region, clientId, ...tokens, acceptTerms: true }),
    })
    if (answer.status !== 200) throw new Error(`The credentials were not accepted: ${answer.text}`)
    for (const hours of [-48, 48]) {
      const start = new Date(Date.now() + hours * hour)
      const event = insert('msevtmgt_event', {
        msevtmgt_name: 'Fuzz',
        msevtmgt_eventformat: 100_000_002,
        msevtmgt_eventtimezone: 92,
        msevtmgt_eventstartdate: start.toISOString(),
        msevtmgt_eventenddate: new Date(start.getTime() + hour).toISOString(),
        msevtmgt_webinarconfigurationid: configuration,
        msevtmgt_webinarid: String(
          on24[region].addEvent({ clientId, title: 'Fuzz', goodafter: start, durationMinutes: 60 }),
        ),
      })
      // One in three is refused for the address.
      const emailaddress1 = at % 3 ? `ada${at}@example.test` : 'no address'
      const person = { firstname: 'Ada', lastname: 'Byron', emailaddress1 }
      const contact = insert('contact', person)
      insert('msevtmgt_eventregistration', { msevtmgt_contactid: contact, msevtmgt_eventid: event })
    }
  }
  return rows
}

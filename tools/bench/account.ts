import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { hour } from '../../lib/core/time.ts'
import type { Environment } from '../environment/environment.ts'
import type { Subscription } from '../environment/webhooks.ts'

/** An account at ON24 that the app is configured with. */
export type Account = { clientId: string; configuration: string }
/** An event in CRM and the webinar at ON24 that it runs as. */
export type Webinar = { id: string; webinarId: number; start: Date }

type Options = { clientId?: string; quotas?: boolean; latency?: number }

/** Configures an account by HTTP. Its quotas apply unless they are lifted. */
export async function configure(
  { dataverse, on24 }: Environment,
  { url, keys }: FunctionsHost,
  { clientId = '10001', ...facts }: Options = {},
): Promise<Account> {
  const tokens = {
    accessTokenKey: `key-of-${clientId}`.padEnd(32, 'A'),
    accessTokenSecret: `secret-of-${clientId}`.padEnd(64, 'b'),
  }
  on24.na.addAccount({ clientId, ...tokens, ...facts })
  const configuration = dataverse.insert('msevtmgt_webinarconfiguration', {
    msevtmgt_name: `ON24 ${clientId}`,
    msevtmgt_clientid: clientId,
  })
  const answer = await fetch(`${url}/api/configurations/${configuration}`, {
    method: 'PUT',
    headers: { 'x-functions-key': keys.default },
    body: JSON.stringify({ provider: 'on24', region: 'na', clientId, ...tokens, acceptTerms: true }),
  })
  if (!answer.ok) throw new Error(`The credentials were not accepted: ${await answer.text()}`)
  return { clientId, configuration }
}

/** An event of an hour with its webinar. */
export function addWebinar(
  { dataverse, on24 }: Environment,
  { clientId, configuration }: Account,
  startsInHours: number,
): Webinar {
  const start = new Date(Date.now() + startsInHours * hour)
  const webinarId = on24.na.addEvent({ clientId, title: 'Bench', goodafter: start, durationMinutes: 60 })
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

let people = 0

/** Registers a new contact for an event in CRM; returns the id of the registration. */
export function register({ dataverse }: Environment, { id }: Webinar): string {
  const number = people++
  const facts = { firstname: 'Ada', lastname: String(number), emailaddress1: `ada${number}@example.test` }
  const contact = dataverse.insert('contact', facts)
  return dataverse.insert('msevtmgt_eventregistration', { msevtmgt_contactid: contact, msevtmgt_eventid: id })
}

/** Webhooks that Dataverse sends at a time here; ten thousand at once would overload the machine. */
const webhooksAtOnce = 100

/** Registers new contacts, for each of these events in turn, as fast as their webhooks are taken. */
export async function registerMany(
  environment: Environment & { webhooks: Subscription },
  webinars: readonly Webinar[],
  count: number,
): Promise<string[]> {
  const rows: string[] = []
  while (rows.length < count) {
    const webinar = webinars[rows.length % webinars.length]
    if (webinar) rows.push(register(environment, webinar))
    if (rows.length % webhooksAtOnce === 0) await environment.webhooks.settled()
  }
  await environment.webhooks.settled()
  return rows
}

import type { Keys } from '@webinar-connector/functions-emulator/protocol'
import type { Seeded } from './seed.ts'

type Curl = { says: string; command: string }

/** A command for every route of the app, in an order in which each finds what it needs. */
export function curls(app: string, seeded: Seeded, keys: Keys | undefined): Curl[] {
  const { configuration, registration, event, pastEvent, clientId, accessTokenKey, accessTokenSecret } = seeded
  const credentials = { provider: 'on24', region: 'na', clientId, accessTokenKey, accessTokenSecret }
  const webhook = {
    MessageName: 'Update',
    PrimaryEntityName: 'msevtmgt_eventregistration',
    PrimaryEntityId: registration,
  }
  const key = keys ? ` -H 'x-functions-key: ${keys.default}'` : ''
  const master = keys ? ` -H 'x-functions-key: ${keys.master}'` : ''
  const one = `configurations/${configuration}`
  const sync = `webinars/msevtmgt_event/${pastEvent}/sync`
  const call = (method: string, path: string, with_ = '') => `curl -i -X ${method} '${app}/api/${path}'${key}${with_}`
  return [
    { says: 'Is it alive?', command: `curl -i '${app}/api/health'` },
    {
      says: 'Credentials in: proved at ON24, then kept encrypted',
      command: call('PUT', one, json({ ...credentials, acceptTerms: true, acceptedBy: 'Erin Planner' })),
    },
    { says: 'All configurations', command: call('GET', 'configurations') },
    { says: 'One configuration', command: call('GET', one) },
    { says: 'Are its credentials still good?', command: call('POST', `${one}/check`) },
    {
      says: 'A webhook as Dataverse sends it: this registration may need attention',
      command: call('POST', 'webhooks/dataverse', ` -H 'x-ms-dynamics-organization: 127.0.0.1'${json(webhook)}`),
    },
    {
      says: 'Does anything stand between tomorrow’s webinar and its audience?',
      command: call('POST', `webinars/msevtmgt_event/${event}/check`),
    },
    {
      says: 'Attendance back: the metrics timer, now instead of every five minutes',
      command: `curl -i -X POST '${app}/admin/functions/attendance-timer'${master}${json({ input: '' })}`,
    },
    {
      says: 'What the last pull brought',
      // The timer only queues the pull.
      command: `sleep 3; ${call('GET', `webinars/msevtmgt_event/${pastEvent}/attendance`)}`,
    },
    {
      says: 'A backfill of yesterday’s event: what would happen?',
      command: call('POST', sync, json({ registrations: true, attendance: true, dryRun: true })),
    },
    {
      says: 'The same for real: its answer has the id of the backfill',
      command: `backfill=$(curl -s -X POST '${app}/api/${sync}'${key}${json({ attendance: true })} | sed 's/.*"id":"\\([^"]*\\)".*/\\1/'); echo $backfill`,
    },
    { says: 'How far it got', command: `curl -i "${app}/api/backfills/$backfill"${key}` },
    { says: 'All backfills', command: call('GET', 'backfills') },
    { says: 'What gave up', command: call('GET', 'failures') },
    {
      says: 'One of them again (there is none yet: not found)',
      command: call('POST', `failures/registrations_${registration}/replay`),
    },
    { says: 'All of them again', command: call('POST', 'failures/replay', json({})) },
    { says: 'Credentials out', command: call('DELETE', one) },
  ]
}

function json(body: object) {
  return ` \\\n  -H 'content-type: application/json' -d '${JSON.stringify(body)}'`
}

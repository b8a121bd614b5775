import type { Keys } from '@webinar-connector/functions-emulator/protocol'
import type { Seeded } from './seed.ts'
import type { Shell } from './shell.ts'

type Curl = { purpose: string; command: string }

/** A command for every route of the app, in an order in which each has what it needs. */
export function curls(app: string, seeded: Seeded, keys: Keys | undefined, { curl, lineBreak, keep }: Shell): Curl[] {
  const { configuration, registration, event, pastEvent, clientId, accessTokenKey, accessTokenSecret, signIn } = seeded
  const credentials = { provider: 'on24', region: 'na', clientId, accessTokenKey, accessTokenSecret }
  const webhook = {
    MessageName: 'Update',
    PrimaryEntityName: 'msevtmgt_eventregistration',
    PrimaryEntityId: registration,
  }
  const json = (body: object) => ` ${lineBreak}\n  -H 'content-type: application/json' -d '${JSON.stringify(body)}'`
  const key = keys ? ` -H 'x-functions-key: ${keys.default}'` : ''
  const master = keys ? ` -H 'x-functions-key: ${keys.master}'` : ''
  const one = `configurations/${configuration}`
  const sync = `webinars/msevtmgt_event/${pastEvent}/sync`
  const call = (method: string, path: string, with_ = '') =>
    `${curl} -i -X ${method} '${app}/api/${path}'${key}${with_}`
  return [
    { purpose: 'Health', command: `${curl} -i '${app}/api/health'` },
    {
      purpose: 'Save credentials: verified at ON24, then stored encrypted',
      command: call('PUT', one, json({ ...credentials, acceptTerms: true, acceptedBy: 'Erin Planner' })),
    },
    { purpose: 'All configurations', command: call('GET', 'configurations') },
    { purpose: 'One configuration', command: call('GET', one) },
    { purpose: 'Check its credentials at ON24', command: call('POST', `${one}/check`) },
    {
      purpose: 'A webhook as Dataverse sends it, for a changed registration',
      command: call('POST', 'webhooks/dataverse', ` -H 'x-ms-dynamics-organization: 127.0.0.1'${json(webhook)}`),
    },
    {
      purpose: 'Check tomorrow’s webinar',
      command: call('POST', `webinars/msevtmgt_event/${event}/check`),
    },
    {
      purpose: 'Pull attendance now instead of every five minutes',
      command: `${curl} -i -X POST '${app}/admin/functions/attendance-timer'${master}${json({ input: '' })}`,
    },
    {
      purpose: 'Result of the last pull',
      // The timer only queues the pull.
      command: `sleep 3; ${call('GET', `webinars/msevtmgt_event/${pastEvent}/attendance`)}`,
    },
    {
      purpose: 'A dry run of a backfill of yesterday’s event',
      command: call('POST', sync, json({ registrations: true, attendance: true, dryRun: true })),
    },
    {
      purpose: 'A backfill, whose answer has its id',
      command: keep('backfill', 'id', `${curl} -s -X POST '${app}/api/${sync}'${key}${json({ attendance: true })}`),
    },
    { purpose: 'Progress of the backfill', command: `${curl} -i "${app}/api/backfills/$backfill"${key}` },
    { purpose: 'All backfills', command: call('GET', 'backfills') },
    { purpose: 'Failures', command: call('GET', 'failures') },
    {
      purpose: 'Replay one failure (not found, because there is none yet)',
      command: call('POST', `failures/registrations_${registration}/replay`),
    },
    {
      purpose: 'Replay all failures, whose answer has the id of a run',
      command: keep('run', 'id', `${curl} -s -X POST '${app}/api/failures/replay'${key}${json({})}`),
    },
    { purpose: 'Progress of the run', command: `${curl} -i "${app}/api/runs/$run"${key}` },
    { purpose: 'Who ordered what, and what came of it', command: call('GET', 'audit') },
    {
      purpose: 'A token of Microsoft Entra, for an application with the role Reader',
      command: keep('token', 'access_token', `${curl} -s -X POST '${signIn.url}' -d '${signIn.form}'`),
    },
    {
      purpose: 'A call with the token instead of the key, which every route takes below v1',
      command: `${curl} -i -H "authorization: Bearer $token" '${app}/api/v1/configurations'`,
    },
    { purpose: 'Delete the credentials', command: call('DELETE', one) },
    { purpose: 'The receipt of that', command: call('GET', `${one}/removal`) },
  ]
}

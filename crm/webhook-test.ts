import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { tables } from '../lib/dataverse/tables.ts'
import type { Crm } from './api.ts'
import { RefusedError } from './errors.ts'
import type { Pause } from './patience.ts'
import { registerTestStep, removeTestStep } from './steps.ts'

/** Status reasons of a system job (learn.microsoft.com/power-apps/developer/data-platform/reference/entities/asyncoperation). */
const [succeeded, failed, canceled] = [30, 31, 32]

const Job = v.object({
  asyncoperationid: v.string(),
  statuscode: v.number(),
  message: v.nullish(v.string()),
})
const Row = v.object({
  '@odata.etag': v.string(),
  msevtmgt_webinarproviderid: v.string(),
  msevtmgt_name: v.nullish(v.string()),
})

/** In seconds: a new step is known to all servers after a while, and background jobs have their queue. */
const [between, touchEvery, limit] = [2, 20, 180]

/**
 * Has Dynamics send the app a webhook: a row is written as it is, for a step that keeps its system job. The row is the
 * webinar provider: nobody watches it, and the app takes its message for one that is no concern of its own.
 * @returns how it went, to follow "and"
 * @throws RefusedError if the webhook did not come through
 */
export async function sendThroughDynamics(crm: Crm, endpoint: string, { wait }: Pick<Pause, 'wait'>) {
  const { set, name: table } = tables.webinarProvider
  const find = async () => (await crm.rows(Row, `${set}?$select=msevtmgt_webinarproviderid,msevtmgt_name&$top=1`)).at(0)
  if (!(await find())) return `the app took a test webhook (there is no ${table} for Dynamics to send one of)`
  const step = randomUUID()
  try {
    await registerTestStep(crm, endpoint, step, table)
    for (let waited = 0; waited <= limit; waited += between) {
      const [job] = await crm.rows(
        Job,
        `asyncoperations?$select=${Object.keys(Job.entries)}&$filter=_owningextensionid_value eq ${step}`,
      )
      if (job && [succeeded, failed, canceled].includes(job.statuscode)) {
        await crm.remove(`asyncoperations(${job.asyncoperationid})`)
        if (job.statuscode === succeeded) return 'a webhook came through Dynamics'
        throw notThrough(crm, job.message)
      }
      if (!job && waited % touchEvery === 0) await touch(crm, await find())
      await wait(between * 1000)
    }
    throw new RefusedError(
      `All of it is there, but ${crm.url} has sent no webhook in ${limit / 60} minutes: its background jobs are behind (Settings > System Jobs). Run apply again later.`,
    )
  } finally {
    await removeTestStep(crm, step)
  }
}

async function touch(crm: Crm, row: v.InferOutput<typeof Row> | undefined) {
  if (!row) return
  const { '@odata.etag': etag, msevtmgt_webinarproviderid: id, msevtmgt_name } = row
  await crm.write('PATCH', `${tables.webinarProvider.set}(${id})`, { msevtmgt_name }, { 'if-match': etag })
}

function notThrough(crm: Crm, message: string | null | undefined) {
  return new RefusedError(
    `All of it is there, but a webhook of ${crm.url} does not reach the app.${message ? ` Dynamics says: ${message}` : ''} See that the app can be reached from there (ALLOWED_NETWORKS, WEBHOOK_SERVICE_TAGS), then run apply again.`,
  )
}

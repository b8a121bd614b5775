import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { createHttpClient } from '../lib/core/http-client.ts'
import { webhookPath } from './desired-state.ts'
import { RefusedError } from './errors.ts'

const ErrorBody = v.object({ error: v.object({ message: v.string() }) })

/**
 * Sends the app a webhook as Dataverse does, about a table that the connector ignores.
 * @throws RefusedError if the app does not take it
 */
export async function probeWebhook(app: string, key: string, environment: string) {
  const client = createHttpClient({
    name: app,
    url: app,
    headers: () => ({}),
    failure({ status, body }) {
      const parsed = v.safeParse(ErrorBody, body)
      if (status === 401 && parsed.success)
        return new RefusedError(`${app} is for another environment: check --url and --app.`)
      if (status === 401)
        return new RefusedError(`${app} does not take the function key: check --key, or leave it out.`)
      if (status === 403)
        return new RefusedError(
          `${app} lets nobody in from this network: run the command from one that ALLOWED_NETWORKS names, or add this one and deploy again.`,
        )
      if (status === 404)
        return new RefusedError(`There is no webinar connector at ${app}: check --app, and that it is deployed.`)
      return new RefusedError(
        `${app} does not take webhooks at the moment (${status}): see that it runs, then try again.`,
      )
    },
  })
  const { status } = await client.send('POST', webhookPath.slice(1), {
    headers: { 'x-functions-key': key, 'x-ms-dynamics-organization': new URL(environment).hostname },
    json: { PrimaryEntityName: 'sdkmessageprocessingstep', PrimaryEntityId: randomUUID(), MessageName: 'Update' },
    // An app that has been scaled to zero takes its time to start.
    timeout: 120_000,
  })
  if (status !== 202) throw new RefusedError(`There is no webinar connector at ${app}: check --app.`)
}

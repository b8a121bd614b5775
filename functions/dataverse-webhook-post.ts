import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { enqueueChange } from '../lib/flows/sweep/enqueue-change.ts'
import { answer, inEnglish } from '../lib/triggers/http.ts'
import { mostBytes, readText } from '../lib/triggers/request-body.ts'
import { checkOrganization, correlationOf, rowOf } from '../lib/triggers/webhook-payload.ts'

functions.http('dataverse-webhook-post', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'webhooks/dataverse',
  handler: (request, context) =>
    answer(context, inEnglish(app), async () => {
      checkOrganization(request.headers, app().organization)
      const row = rowOf(await readText(request, mostBytes.webhook), request.headers)
      await enqueueChange(row, correlationOf(request.headers), app())
      return { status: 202 }
    }),
})

import { app as functions } from '@azure/functions'
import { loadWebhook } from '../lib/load.ts'

functions.http('dataverse-webhook-post', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'webhooks/dataverse',
  handler: async (request, context) => {
    const { answer, checkOrganization, correlationOf, enqueueChange, inEnglish, mostBytes, readText, rowOf, webhook } =
      await loadWebhook()
    return answer(context, inEnglish(webhook), async () => {
      checkOrganization(request.headers, webhook().organization)
      const row = rowOf(await readText(request, mostBytes.webhook), request.headers)
      await enqueueChange(row, correlationOf(request.headers), webhook())
      return { status: 202 }
    })
  },
})

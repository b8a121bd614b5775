import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { reviewWebinar } from '../lib/flows/webinars/review.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('audits-worker', {
  queueName: 'audits',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => processMessage(entry, context, 'audits', app(), (row) => reviewWebinar(row, app())),
})

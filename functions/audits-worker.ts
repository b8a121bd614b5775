import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { watchWebinar } from '../lib/flows/webinars/review.ts'
import { work } from '../lib/triggers/queue.ts'

functions.storageQueue('audits-worker', {
  queueName: 'audits',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => work(entry, context, 'audits', app(), (row) => watchWebinar(row, app())),
})

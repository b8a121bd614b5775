import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { work } from '../lib/edge/queue.ts'
import { watchWebinar } from '../lib/flows/watch-webinar.ts'

functions.storageQueue('audits-worker', {
  queueName: 'audits',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => work(entry, context, 'audits', app(), (row) => watchWebinar(row, app())),
})

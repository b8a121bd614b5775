import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { reconcileWebinarAndFanOut } from '../lib/flows/webinars/follow-webinar.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('webinars-worker', {
  queueName: 'webinars',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'webinars', app(), (row, lastTry) => reconcileWebinarAndFanOut(row, lastTry, app())),
})

import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { workOnWebinar } from '../lib/flows/operations/route-message.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('webinars-worker', {
  queueName: 'webinars',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'webinars', app(), (message, isFinalAttempt) =>
      workOnWebinar(message, isFinalAttempt, app()),
    ),
})

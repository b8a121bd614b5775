import { app as functions } from '@azure/functions'
import { app, outcomes } from '../lib/app.ts'
import { workOnWebinar } from '../lib/flows/operations/route-message.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('webinars-worker', {
  queueName: 'webinars',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'webinars', outcomes(), (message, isFinalAttempt) =>
      workOnWebinar(message, isFinalAttempt, app()),
    ),
})

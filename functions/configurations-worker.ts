import { app as functions } from '@azure/functions'
import { app, outcomes } from '../lib/app.ts'
import { workOnConfiguration } from '../lib/flows/operations/route-message.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('configurations-worker', {
  queueName: 'configurations',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'configurations', outcomes(), (message, isFinalAttempt) =>
      workOnConfiguration(message, isFinalAttempt, app()),
    ),
})

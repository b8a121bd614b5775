import { app as functions } from '@azure/functions'
import { app, outcomes } from '../lib/app.ts'
import { workOnRegistration } from '../lib/flows/operations/route-message.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('registrations-worker', {
  queueName: 'registrations',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'registrations', outcomes(), (message, isFinalAttempt) =>
      workOnRegistration(message, isFinalAttempt, app()),
    ),
})

import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { reconcileRegistration } from '../lib/flows/registrations/reconcile.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('registrations-worker', {
  queueName: 'registrations',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'registrations', app(), (row, lastTry) =>
      reconcileRegistration(row, lastTry, app()),
    ),
})

import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { reconcileConfiguration } from '../lib/flows/configurations/reconcile.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('configurations-worker', {
  queueName: 'configurations',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'configurations', app(), ({ id }, lastTry) =>
      reconcileConfiguration(id, lastTry, app()),
    ),
})

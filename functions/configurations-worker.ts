import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { syncConfiguration } from '../lib/flows/configurations/reconcile.ts'
import { work } from '../lib/triggers/queue.ts'

functions.storageQueue('configurations-worker', {
  queueName: 'configurations',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    work(entry, context, 'configurations', app(), ({ id }, lastTry) => syncConfiguration(id, lastTry, app())),
})

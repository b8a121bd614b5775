import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { syncRegistration } from '../lib/flows/registrations/reconcile.ts'
import { work } from '../lib/triggers/queue.ts'

functions.storageQueue('registrations-worker', {
  queueName: 'registrations',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    work(entry, context, 'registrations', app(), (row, lastTry) => syncRegistration(row, lastTry, app())),
})

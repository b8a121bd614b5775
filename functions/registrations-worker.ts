import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { work } from '../lib/edge/queue.ts'
import { syncRegistration } from '../lib/flows/sync-registration.ts'

functions.storageQueue('registrations-worker', {
  queueName: 'registrations',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    work(entry, context, 'registrations', app(), (row, lastTry) => syncRegistration(row, lastTry, app())),
})

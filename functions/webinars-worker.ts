import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { work } from '../lib/edge/queue.ts'
import { queueRegistrationsOfWebinar } from '../lib/flows/queue-hints.ts'

functions.storageQueue('webinars-worker', {
  queueName: 'webinars',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    work(entry, context, 'webinars', app(), (row) => queueRegistrationsOfWebinar(row, app())),
})

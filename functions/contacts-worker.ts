import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { enqueueRegistrationsOfContact } from '../lib/flows/sweep/fan-out.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('contacts-worker', {
  queueName: 'contacts',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'contacts', app(), ({ id }) => enqueueRegistrationsOfContact(id, app())),
})

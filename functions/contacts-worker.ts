import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { work } from '../lib/edge/queue.ts'
import { queueRegistrationsOfContact } from '../lib/flows/queue-hints.ts'

functions.storageQueue('contacts-worker', {
  queueName: 'contacts',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    work(entry, context, 'contacts', app(), ({ id }) => queueRegistrationsOfContact(id, app())),
})

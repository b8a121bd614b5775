import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { queueRegistrationsOfContact } from '../lib/flows/sweep/fan-out.ts'
import { work } from '../lib/triggers/queue.ts'

functions.storageQueue('contacts-worker', {
  queueName: 'contacts',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    work(entry, context, 'contacts', app(), ({ id }) => queueRegistrationsOfContact(id, app())),
})

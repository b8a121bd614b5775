import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { work } from '../lib/edge/queue.ts'
import { syncWebinarTypes } from '../lib/flows/sync-webinar-types.ts'

functions.storageQueue('types-worker', {
  queueName: 'types',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => work(entry, context, 'types', app(), ({ id }) => syncWebinarTypes(id, app())),
})
